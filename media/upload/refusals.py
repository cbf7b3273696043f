"""Why an upload goes no further, in words for its author."""


class UploadRefused(Exception):
    """The message is for the author. `status` is the HTTP status that says the same.

    `received` is how many bytes are there, where the uploader can go on from them.
    """

    status = 400

    def __init__(self, message: str, *, received: int | None = None):
        super().__init__(message)
        self.received = received


class NotAllowed(UploadRefused):
    status = 403


class WrongKind(UploadRefused):
    status = 415


class TooLarge(UploadRefused):
    status = 413


class TooMany(UploadRefused):
    status = 429


class Incomplete(UploadRefused):
    """Bytes before these, or after these, are missing."""

    status = 409


class NoRoom(UploadRefused):
    status = 507
