// A server with one fault, or none: node server.mjs FAULT ADDR
import http from 'node:http';
import net from 'node:net';

const [fault, addr] = process.argv.slice(2);
const delay = 800; // in which the balancer learns
let draining = false;

const server = http.createServer((req, res) => {
  if (req.url === '/readyz') {
    res.writeHead(draining && fault !== 'stays ready' ? 503 : 200, {Connection: 'close'});
    res.end();
    return;
  }
  if (draining) {
    res.setHeader('Connection', 'close');
    if (fault === 'redirects') {
      res.writeHead(302, {Location: '/maintenance'});
      res.end();
      return;
    }
  }
  let body = '';
  req.on('data', (chunk) => { body += chunk; });
  req.on('end', () => {
    if (draining && fault === 'truncates' && body !== '') {
      req.socket.end('HTTP/1.0 200 OK\r\n\r\n' + body.slice(0, 2));
      return;
    }
    setTimeout(() => res.end(body), req.url === '/slow' ? 1500 : 0);
  });
});
const sockets = new Set();
server.on('connection', (socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});
server.listen(Number(addr.split(':')[1]), '127.0.0.1');

process.on('SIGTERM', () => {
  draining = true;
  const close = () => {
    // The listener only: Node's own close would end idle connections as well, on which the next request may be under way. Those in use end
    // with their next answer.
    net.Server.prototype.close.call(server, () => process.exit(0));
    setTimeout(() => {
      server.closeIdleConnections();
      for (const socket of sockets) { // which Node does not take for idle
        if (socket.bytesRead === 0) socket.destroy();
      }
    }, 1000);
    if (fault === 'cuts') server.closeAllConnections();
  };
  if (fault === 'exits') {
    setTimeout(() => process.exit(0), delay);
  } else if (fault === 'hangs') {
    setTimeout(() => server.close(), delay); // and the timer below keeps the process
    setInterval(() => {}, 1000);
  } else {
    setTimeout(close, fault === 'stays ready' ? 0 : delay);
  }
});
if (fault === 'no handler') process.removeAllListeners('SIGTERM');
