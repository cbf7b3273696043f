"""A request that breaks, full of what may be told to nobody."""

from django.http import HttpResponse
from django.test import Client

PLANTED = {
    "address": "planted.person@example.net",
    "name": "Planted Person-Name",
    "password": "planted-pass-word",
    "token": "planted-t0ken",
    "query": "planted-query",
    "cookie": "planted-cookie",
    "agent": "planted-agent",
    "ip": "203.0.113.77",
}
SECRETS = [*PLANTED.values()]


def breaking_request(client: Client) -> HttpResponse:
    client.cookies["planted"] = PLANTED["cookie"]
    return client.post(
        f"/breaks/{PLANTED['token']}/?q={PLANTED['query']}",
        {"email": PLANTED["address"], "password": PLANTED["password"]},
        REMOTE_ADDR=PLANTED["ip"],
        headers={"User-Agent": PLANTED["agent"]},
    )
