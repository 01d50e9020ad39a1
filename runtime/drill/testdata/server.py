"""A server with one fault, or none: python3 server.py FAULT ADDR"""
import http.server
import os
import signal
import sys
import threading
import time

fault, addr = sys.argv[1:]
delay = 0.8  # in which the balancer learns
draining = threading.Event()
idle = set()
lock = threading.Lock()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def log_message(self, *args):
        pass

    def handle_one_request(self):
        with lock:
            idle.add(self.connection)
        super().handle_one_request()

    def parse_request(self):
        with lock:
            idle.discard(self.connection)
        return super().parse_request()

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if draining.is_set():
            self.send_header("Connection", "close")
            self.close_connection = True
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/readyz":
            self.answer(503 if draining.is_set() and fault != "stays ready" else 200)
        elif draining.is_set() and fault == "redirects":
            self.answer(302, Location="/maintenance")
        elif draining.is_set() and fault == "truncates" and body:
            self.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n" + body[:2])
            self.close_connection = True
        else:
            if self.path == "/slow":
                time.sleep(1.5)
            self.answer(200, body)

    do_POST = do_GET


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = False  # server_close waits for them
    request_queue_size = 100

    def handle_error(self, request, client_address):
        pass


host, port = addr.rsplit(":", 1)
server = Server((host, int(port)), Handler)


def stop():
    draining.set()
    if fault == "exits":
        time.sleep(delay)
        os._exit(0)
    if fault != "stays ready":
        time.sleep(delay)
    server.shutdown()


if fault != "no handler":
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=stop).start())
server.serve_forever(poll_interval=0.02)
if fault == "cuts":
    os._exit(0)
server.socket.close()
while True:
    with lock:
        for c in idle:
            try:
                c.shutdown(0)  # reading only: what was begun is answered
            except OSError:
                pass
    if fault != "hangs" and threading.active_count() == 1:
        break
    time.sleep(0.02)
