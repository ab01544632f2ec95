"""A relay between an SDK and the emulator that shows, alters or repeats the bytes of a request."""

import http.client
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Request:
    """A request on its way, as the SDK wrote it."""

    def __init__(self, method, target, headers, body):
        self.method, self.target, self.headers, self.body = method, target, headers, body

    def header(self, name):
        """The first value of a header, or nothing."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)

    def without(self, name):
        """The same request less a header."""
        headers = [(key, value) for key, value in self.headers if key.lower() != name.lower()]
        return Request(self.method, self.target, headers, self.body)

    def having(self, name, value):
        """The same request with another value of a header."""
        request = self.without(name)
        request.headers.append((name, value))
        return request

    def send(self, address):
        """Sends the request as it is and returns status, headers and body of the answer."""
        connection = http.client.HTTPConnection(address, timeout=20)
        try:
            connection.putrequest(self.method, self.target, skip_host=True, skip_accept_encoding=True)
            for key, value in self.headers:
                connection.putheader(key, value)
            connection.endheaders(self.body or None)
            answer = connection.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            connection.close()


class Relay:
    """Listens on this machine; what passes is kept in `seen`, what is sent is `alter(request)`."""

    def __init__(self, address):
        self.target, self.seen, self.answers = address, [], []
        self.alter = lambda request: request
        relay = self

        class Handler(BaseHTTPRequestHandler):
            """Takes a request, passes it on, and hands back the answer."""

            protocol_version = "HTTP/1.1"

            def handle_one(self):
                """Passes one request on."""
                length = int(self.headers.get("Content-Length") or 0)
                request = Request(self.command, self.path, list(self.headers.items()), self.rfile.read(length))
                relay.seen.append(request)
                status, headers, body = relay.alter(request).send(relay.target)
                relay.answers.append((status, dict(headers), body))
                self.send_response_only(status)
                for key, value in headers:
                    if key.lower() not in ("connection", "content-length", "transfer-encoding"):
                        self.send_header(key, value)
                if status != 204:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = handle_one

            def log_message(self, *_):
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self.thread.start()

    def stop(self):
        """Stops listening."""
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
