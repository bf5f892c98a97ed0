"""Print address and login of the example practice (`make run`), or only its code (`make code`)."""

import base64
import hmac
import json
import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / os.environ.get("GESPREK_FOLDER", "instance")

TEXT = """
Mijn Gesprek, with an example practice:

  Patient        {address}/nl/p/{slug}
  Practice       {address}/practice/
  E-mail         {email}
  Password       {password}
  Second factor  {code}   (of this moment; `make code` gives the next one)
{lists}
Stop with Ctrl+C.
"""
LISTS = """
{patients} example patients are on today's list: one has a plan, one wants to talk alone,
one took the answers back, one has not shared yet. The code of the first one opens
her answers and her plan, at {address}/nl/open
and in the practice's list:

  Code           {code}
"""


def second_factor(secret: str, seconds: float) -> str:
    """Compute what an authenticator app shows, without needing one.

    Source: RFC 6238 (TOTP), with its defaults: SHA-1, 30 seconds, six digits.
    """
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.digest(key, int(seconds // 30).to_bytes(8, "big"), "sha1")
    offset = digest[-1] & 15
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def tell_lists(address: str) -> str:
    """Tell what is on the list of today; empty where nobody was put on it."""
    path = FOLDER / "demo_lists.json"
    made = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return LISTS.format(address=address, **made) if made.get("code") else ""


def main() -> None:
    demo = json.loads((FOLDER / "demo.json").read_text(encoding="utf-8"))
    code = second_factor(demo["totp_secret"], time.time())
    if "--code" in sys.argv:
        print(code)
        return
    address = f"http://localhost:{os.environ.get('PORT', '8000')}"
    fields = {name: demo[name] for name in ("slug", "email", "password")}
    print(TEXT.format(address=address, code=code, lists=tell_lists(address), **fields))


if __name__ == "__main__":
    main()
