import http from "node:http";
import type { AddressInfo } from "node:net";

// The least a gateway can do: bytes through, one keep-alive connection pool, nothing read and nothing written down.
const [target = ""] = process.argv.slice(2);
const { hostname, port } = new URL(target);
const agent = new http.Agent({ keepAlive: true, maxSockets: Number.POSITIVE_INFINITY });
const server = http.createServer((request, response) => {
  const { method, url: path, headers } = request;
  const onwards = http.request({ agent, hostname, port, method, path, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onwards.on("error", () => response.destroy());
  request.pipe(onwards);
});
server.listen(0, "127.0.0.1", () => {
  console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
