"""Why an upload goes no further, in words for its author."""

from web.exceptions import Refusal


class UploadRefusal(Refusal):
    """The message is for the author. `status` is the HTTP status that says the same.

    `received` is how many bytes are there, where the uploader can go on from them.
    """

    status = 400

    def __init__(self, message: str, *, received: int | None = None):
        super().__init__(message)
        self.received = received


class NotAllowedRefusal(UploadRefusal):
    status = 403


class WrongKindRefusal(UploadRefusal):
    status = 415


class TooLargeRefusal(UploadRefusal):
    status = 413


class TooManyRefusal(UploadRefusal):
    status = 429


class IncompleteRefusal(UploadRefusal):
    """Bytes before these, or after these, are missing."""

    status = 409


class NoRoomRefusal(UploadRefusal):
    status = 507
