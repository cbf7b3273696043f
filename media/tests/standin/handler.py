"""Sockets: reads a request, lets a fault befall it, writes what the API or delivery answers."""

from __future__ import annotations

import socket
import struct
from http.server import BaseHTTPRequestHandler

from . import admin, delivery, uploads
from .exchange import ApiError, Request, Response, error_response

CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, POST, OPTIONS",
    "Access-Control-Expose-Headers": "X-Cld-Error, Content-Range",
}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # headers and body are two packets: no 40 ms between them

    def do_POST(self) -> None:
        self._respond()

    def do_GET(self) -> None:
        self._respond()

    def do_HEAD(self) -> None:
        self._respond()

    def do_OPTIONS(self) -> None:
        requested = self.headers.get("Access-Control-Request-Headers", "")
        self._write(Response(200, headers={"Access-Control-Allow-Headers": requested}))

    def log_message(self, *args: object) -> None:
        """The server's own log tells more."""

    def _respond(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body)
        server = self.server.standin
        server.log.append(request)
        fault = server.fault_for(request)
        if fault is None:
            self._write(_routed(server, request))
        elif fault.kind == "hang":
            server.released.wait()
            self.close_connection = True
        elif fault.kind == "reset":
            self._reset()
        else:
            status, content_type, body = fault.response
            self._write(Response(status, body, content_type))

    def _reset(self) -> None:
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _write(self, response: Response) -> None:
        self.send_response(response.status)
        length = {"Content-Type": response.content_type, "Content-Length": str(len(response.body))}
        for name, value in {**CORS, **length, **response.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)


def _routed(server, request: Request) -> Response:
    try:
        if request.segments[0] != "v1_1":
            return delivery.response(server, request)
        if request.segments[1:2] != [server.cloud_name]:
            raise ApiError(401, "cloud_name mismatch")
        return (uploads if request.method == "POST" else admin).response(server, request)
    except ApiError as error:
        return error_response(error)
