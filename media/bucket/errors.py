"""What goes wrong with a bucket is an `OSError`, as with a disk."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from botocore.exceptions import BotoCoreError, ClientError
from urllib3.exceptions import HTTPError

# By these numbers `web.outages` knows what to tell people: it is away, or nothing can be stored.
AWAY, READ_ONLY = errno.EHOSTUNREACH, errno.EROFS


@contextmanager
def translated_errors(number: int = AWAY) -> Iterator[None]:
    """`FileNotFoundError` for what is not there. Messages name the kind of the error alone: those
    of the SDK hold addresses and keys."""
    try:
        yield
    except ClientError as error:
        if error.response["ResponseMetadata"].get("HTTPStatusCode") == 404:
            raise FileNotFoundError(errno.ENOENT, "There is no such file in the bucket") from error
        code = error.response.get("Error", {}).get("Code")
        raise OSError(number, f"The bucket refused a call ({code})") from error
    except (BotoCoreError, HTTPError) as error:
        raise OSError(number, f"The bucket cannot be reached ({type(error).__name__})") from error
