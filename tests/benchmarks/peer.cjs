// The other side of the benchmark `sync`: `node peer.cjs serve FOLDER EVENTS` or `node peer.cjs read FOLDER URL BATCH`.
// Databases are PouchDB's own on LevelDB, as its documentation has it for Node; the server is express-pouchdb in the
// mode that its documentation names for replication. Both print JSON lines.
"use strict";

const fs = require("fs");
const path = require("path");
const readline = require("readline");
const { createRequire } = require("module");

const installed = createRequire(path.join(process.cwd(), "package.json"));
const PouchDB = installed("pouchdb");

function tell(value) {
  process.stdout.write(JSON.stringify(value) + "\n");
}

async function serve(folder, events) {
  const Local = PouchDB.defaults({ prefix: folder + path.sep });
  const db = new Local("events");
  let batch = [];
  for await (const line of readline.createInterface({ input: fs.createReadStream(events) })) {
    batch.push(JSON.parse(line));
    if (batch.length === 2000) {
      await db.bulkDocs(batch);
      batch = [];
    }
  }
  await db.bulkDocs(batch);
  const app = installed("express")();
  const config = path.join(folder, "config.json");
  app.use("/", installed("express-pouchdb")(Local, { mode: "minimumForPouchDB", configPath: config }));
  const sockets = new Set();
  let bytes = 0;
  let requests = 0;
  const server = app.listen(0, "127.0.0.1", () => tell({ port: server.address().port }));
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      bytes += socket.bytesRead + socket.bytesWritten;
    });
  });
  server.on("request", () => (requests += 1));
  readline.createInterface({ input: process.stdin }).on("line", () => {
    let open = 0;
    for (const socket of sockets) open += socket.bytesRead + socket.bytesWritten;
    tell({ bytes: bytes + open, requests });
  });
}

async function read(folder, url, batch) {
  const Local = PouchDB.defaults({ prefix: folder + path.sep });
  const db = new Local("events");
  const began = process.hrtime.bigint();
  const used = process.cpuUsage();
  const result = await db.replicate.from(url + "/events", { batch_size: Number(batch), batches_limit: 10 });
  const seconds = Number(process.hrtime.bigint() - began) / 1e9;
  const cpu = process.cpuUsage(used);
  const info = await db.info();
  tell({ seconds, cpu_s: (cpu.user + cpu.system) / 1e6, documents: info.doc_count, failed: result.doc_write_failures });
  await db.close();
  process.exit(0);
}

const [verb, ...rest] = process.argv.slice(2);
({ serve, read })[verb](...rest);
