import assert from "node:assert/strict";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { test } from "node:test";
import { createLookUp, createPageFetcher, isPublicAddress } from "./outside.ts";

/** A name server that knows one TXT record; other names do not exist, `kaputt.example` fails. */
async function nameServer(): Promise<{ socket: Socket; at: string }> {
  const socket = createSocket("udp4");
  socket.on("message", (query, from) => {
    const labels: string[] = [];
    let at = 12;
    while (query[at]) {
      labels.push(query.toString("latin1", at + 1, at + 1 + query[at]!));
      at += query[at]! + 1;
    }
    const question = query.subarray(12, at + 5);
    const name = labels.join(".").toLowerCase();
    const code = name === "da.example" ? 0 : name === "kaputt.example" ? 2 : 3;
    const isText = query.readUInt16BE(at + 1) === 16;
    const head = Buffer.from(query.subarray(0, 12));
    head.writeUInt16BE(0x8180 | code, 2);
    head.writeUInt16BE(code === 0 && isText ? 1 : 0, 6);
    head.writeUInt16BE(0, 8);
    head.writeUInt16BE(0, 10);
    const data = Buffer.concat(
      ["v=DKIM1; ", "p=abc"].map((text) => Buffer.from([text.length, ...Buffer.from(text)])),
    );
    const answer = Buffer.concat([
      Buffer.from("c00c0010000100000001", "hex"),
      Buffer.from([0, data.length]),
      data,
    ]);
    socket.send(
      code === 0 && isText
        ? Buffer.concat([head, question, answer])
        : Buffer.concat([head, question]),
      from.port,
      from.address,
    );
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return { socket, at: `127.0.0.1:${socket.address().port}` };
}

test("a missing name is an empty answer, a broken server is none", async () => {
  const { socket, at } = await nameServer();
  try {
    const lookUp = createLookUp({ servers: [at] });
    assert.deepEqual(await lookUp.txt("da.example"), [["v=DKIM1; ", "p=abc"]]);
    assert.deepEqual(await lookUp.txt("weg.example"), []);
    assert.deepEqual(await lookUp.mx("da.example"), []);
    await assert.rejects(lookUp.txt("kaputt.example"));
  } finally {
    socket.close();
  }
});

test("private, reserved and mapped addresses are not public", () => {
  for (const address of [
    "127.0.0.1",
    "10.1.2.3",
    "192.168.0.1",
    "172.16.0.1",
    "169.254.169.254",
    "0.0.0.0",
    "100.64.0.1",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "fe80::1",
    "fd00::1",
    "64:ff9b::7f00:1",
    "nonsense",
  ])
    assert.equal(isPublicAddress(address), false, address);
  for (const address of ["9.9.9.9", "2620:fe::fe"]) assert.equal(isPublicAddress(address), true);
});

test("typed-in addresses reach neither this machine nor the private network", async () => {
  const fetchPage = createPageFetcher();
  for (const url of [
    "http://beispiel.example/",
    "https://127.0.0.1/",
    "https://[::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://user:secret@9.9.9.9/",
    "https://0x7f.1/",
    "https://localhost/",
    "file:///etc/passwd",
  ])
    await assert.rejects(fetchPage(url), /open internet/, url);
});
