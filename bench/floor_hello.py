"""The floor of a start and of leaving: the smallest Textual app that shows something and quits on q."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Hello(App[None]):
    """One line of text."""

    BINDINGS = [("q", "quit", "Quit")]
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        yield Static("Hello")


if __name__ == "__main__":
    Hello().run()
