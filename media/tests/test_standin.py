"""The stand-in for Cloudinary keeps to the protocol: what it lets pass, the tests lean on."""

import json
import time
from io import BytesIO
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from cloudinary.utils import api_sign_request, cloudinary_url
from PIL import Image

from media.cloud import client
from media.cloud.exceptions import CloudRefusal
from media.cloud.signing import is_cloudinary_notification, is_cloudinary_response, sign_params

from .factories import png
from .standin import signatures

MP4 = b"\0\0\0\x18ftypmp42" + bytes(100)


def post(server, resource_type: str, fields: dict, content: bytes, **headers: str) -> dict:
    """A browser's upload, by hand."""
    parts = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in fields.items()
    )
    file = '--b\r\nContent-Disposition: form-data; name="file"; filename="blob"\r\n\r\n'
    body = parts.encode() + file.encode() + content + b"\r\n--b--\r\n"
    url = f"{server.origin}/v1_1/{server.cloud_name}/{resource_type}/upload"
    request_headers = {"Content-Type": "multipart/form-data; boundary=b", **headers}
    with urlopen(Request(url, body, request_headers)) as response:
        return json.load(response)


def permission(**fields) -> dict:
    return sign_params({"timestamp": int(time.time()), "public_id": "videos/one", **fields})


def get(url: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urlopen(Request(url, headers=headers)) as response:
            return response.status, response.read()
    except HTTPError as error:
        return error.code, error.read()


def address(server, name: str, **options) -> str:
    account = {"cloud_name": server.cloud_name, "api_secret": server.api_secret, "secure": True}
    url = cloudinary_url(name, **account, **{"sign_url": True, "version": 1} | options)[0]
    return url.replace("https://res.cloudinary.com", server.origin)


def test_an_upload_is_stored_and_answered_with_a_signature(cloudinary):
    response = client.upload(BytesIO(png(40, 30)), "images/one")
    assert (response["width"], response["height"], response["format"]) == (40, 30, "png")
    assert is_cloudinary_response(response)
    assert client.describe("images/one")["bytes"] == len(png(40, 30))
    assert client.destroy("images/one")
    assert client.describe("images/one") is None


def test_an_upload_never_goes_over_another(cloudinary):
    client.upload(BytesIO(png(40, 30)), "images/one")
    second = client.upload(BytesIO(png(9, 9)), "images/one")
    assert (second["existing"], second["width"]) == (True, 40)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"public_id": "videos/other"}, 401),
        ({"overwrite": "1"}, 401),
        ({"signature": "0" * 40}, 401),
        ({"api_key": "1"}, 401),
    ],
)
def test_a_permission_is_good_only_for_what_was_signed(cloudinary, change, status):
    with pytest.raises(HTTPError) as refusal:
        post(cloudinary, "video", permission(overwrite="0") | change, MP4)
    assert refusal.value.code == status
    assert cloudinary.assets == []


def test_a_permission_grows_old_and_names_its_formats(cloudinary):
    old = sign_params({"timestamp": int(time.time()) - 3700, "public_id": "videos/one"})
    for fields in (old, permission(allowed_formats="webm")):
        with pytest.raises(HTTPError) as refusal:
            post(cloudinary, "video", fields, MP4)
        assert refusal.value.code == 400


def test_chunks_make_the_file_when_the_last_has_come(cloudinary):
    cloudinary.smallest_chunk = 40
    fields, content = permission(), MP4 + b"the end"
    for start in (0, 50):
        content_range = f"bytes {start}-{start + 49}/{len(content)}"
        headers = {"Content-Range": content_range, "X-Unique-Upload-Id": "u"}
        response = post(cloudinary, "video", fields, content[start : start + 50], **headers)
        assert response["done"] is False
    headers["Content-Range"] = f"bytes 100-{len(content) - 1}/{len(content)}"
    response = post(cloudinary, "video", fields, content[100:], **headers)
    assert is_cloudinary_response(response)
    assert cloudinary.assets[0].content == content


@pytest.mark.parametrize(
    ("place", "length"),
    [("bytes 50-99/200", 50), ("bytes 0-38/200", 39), ("bytes 0-99/200", 50), ("0-49", 50)],
)
def test_chunks_out_of_order_or_too_small_are_refused(cloudinary, place, length):
    cloudinary.smallest_chunk = 40
    headers = {"Content-Range": place, "X-Unique-Upload-Id": "u"}
    with pytest.raises(HTTPError) as refusal:
        post(cloudinary, "video", permission(), bytes(length), **headers)
    assert refusal.value.code == 400


def test_delivery_transforms_and_knows_its_signatures(cloudinary):
    client.upload(BytesIO(png(40, 30)), "images/one")
    small = address(cloudinary, "images/one", raw_transformation="c_scale,h_15,w_20/f_webp,q_auto")
    status, body = get(small)
    assert (status, Image.open(BytesIO(body)).size) == (200, (20, 15))
    assert get(small.replace("w_20", "w_21"))[0] == 401
    unsigned = address(cloudinary, "images/one", raw_transformation="c_scale,w_9", sign_url=False)
    assert get(unsigned)[0] == 401
    cloudinary.strict = False
    assert get(unsigned)[0] == 200
    assert get(address(cloudinary, "images/none"))[0] == 404


def test_authenticated_video_needs_a_signature_and_knows_ranges(cloudinary):
    post(cloudinary, "video", permission(type="authenticated"), MP4)
    options = {"resource_type": "video", "type": "authenticated"}
    film = address(cloudinary, "videos/one.mp4", **options)
    assert get(film, Range="bytes=4-7") == (206, b"ftyp")
    assert get(address(cloudinary, "videos/one.mp4", sign_url=False, **options))[0] == 401
    assert get(address(cloudinary, "videos/one.jpg", **options))[0] == 200


def test_eager_videos_are_reported_by_a_signed_notification(cloudinary):
    response = post(cloudinary, "video", permission(eager="c_limit,w_9", eager_async="1"), MP4)
    assert response["eager"][0]["status"] == "processing"
    body, headers = cloudinary.notification(cloudinary.finish_eager(cloudinary.assets[0]))
    stamp, signature = headers["X-Cld-Timestamp"], headers["X-Cld-Signature"]
    assert is_cloudinary_notification(body, stamp, signature)
    assert not is_cloudinary_notification(body + b" ", stamp, signature)


@pytest.mark.parametrize("kind", [400, 401, 420, 429, 500, "html", "reset", "garbage"])
def test_a_fault_applies_to_the_next_calls_only(cloudinary, kind):
    cloudinary.fail(kind, times=1, on="/upload")
    with pytest.raises(CloudRefusal):
        client.upload(BytesIO(png(4, 3)), "images/one")
    assert client.upload(BytesIO(png(4, 3)), "images/one")["width"] == 4


def test_a_browser_on_another_origin_may_upload(cloudinary):
    url = f"{cloudinary.origin}/v1_1/{cloudinary.cloud_name}/video/upload"
    headers = {"Access-Control-Request-Headers": "content-range,x-unique-upload-id"}
    with urlopen(Request(url, headers=headers, method="OPTIONS")) as response:
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "x-unique-upload-id" in response.headers["Access-Control-Allow-Headers"]


def test_signatures_agree_with_the_sdk(cloudinary):
    fields = {"public_id": "a&b=c", "timestamp": 1, "tags": ["x", "y"]}
    posted_fields = {"public_id": "a&b=c", "timestamp": "1", "tags": "x,y"}
    for version in (1, 2):
        expected = api_sign_request(fields, "s", signature_version=version)
        assert signatures.of_call(posted_fields, "s", escape=version == 2) == expected
