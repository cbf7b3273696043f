"""Why something is refused, in words for the person who asked."""


class Refusal(Exception):
    """Its text is for the reader: it says why, and what to do instead.

    The base of every refusal of this site. Subclasses end in `…Refusal` and give a text of their
    own as `message` or are raised with one; technical failures end in `…Error`.
    """

    message = ""

    def __init__(self, message: object = "") -> None:
        super().__init__(message or self.message)
