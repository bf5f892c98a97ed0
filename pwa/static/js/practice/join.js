/** Follows a colleague's link: sends its form at once, because that only looks the link up and does not use it up. */

import { takeLink } from "../device/link.js";

function follow() {
  takeLink()?.form?.requestSubmit();
}

follow();
// A link that is put into the address bar while this page is open changes only the fragment.
addEventListener("hashchange", follow);
