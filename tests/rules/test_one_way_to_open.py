"""Only one module opens the contents of a conversation, and it logs who opened them."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PWA = Path(__file__).parents[2] / "pwa"
# The calls that open sealed contents, and the only files that may make each call.
WAYS = {
    # Holds the key of a conversation, without which no document can be unsealed.
    "OpenConversation()": {"conversation/opening.py"},
    # Gives the private half of a key pair of the practice.
    "keys.private()": {
        "conversation/opening.py",
        "conversation/desk_notes.py",  # the desk's key pair; no answers
        "appointments/invitations.py",  # the desk's key pair; no answers
        "directory/reports.py",  # the desk's key pair; what is wrong with an address
        "handover/sealing.py",  # the desk's key pair; who is handed over to whom
        "counting/summing.py",  # tallies of nobody, ten and more at once, with a line in the log
    },
    # Unseals a document with a key.
    "open_document()": {
        "conversation/documents.py",
        "conversation/desk_notes.py",
        "appointments/invitations.py",
        "directory/reports.py",
        # With an `OpenConversation`, with the receiver's own key, or with the desk's key pair.
        "handover/sealing.py",
    },
}


def _calls(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id="OpenConversation" | "open_document" as name):
                yield f"{name}()"
            case ast.Attribute(attr="OpenConversation" | "open_document" as name):
                yield f"{name}()"
            case ast.Attribute(attr="private"):
                yield "keys.private()"


@pytest.mark.parametrize("way", WAYS)
def test_nothing_else_opens_contents(way: str) -> None:
    found = {
        str(path.relative_to(PWA))
        for path in PWA.rglob("*.py")
        if way in _calls(ast.parse(path.read_text("utf-8")))
    }

    assert found == WAYS[way]


def test_the_documents_of_a_conversation_need_it_opened() -> None:
    """Each function that unseals a stored document takes an `OpenConversation`."""
    tree = ast.parse((PWA / "conversation" / "documents.py").read_text("utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    unsealing = [
        function
        for function in functions
        if not function.name.startswith("_") and "_open" in _names(function)
    ]

    assert {function.name for function in unsealing} == {"read_documents", "move_document"}
    for function in unsealing:
        kinds = [ast.unparse(arg.annotation) for arg in function.args.args if arg.annotation]
        assert "OpenConversation" in kinds


def _names(function: ast.FunctionDef) -> set[str]:
    return {node.id for node in ast.walk(function) if isinstance(node, ast.Name)}
