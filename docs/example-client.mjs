// Says where objects are, from the stream alone: node docs/example-client.mjs http://127.0.0.1:8080 25544
// No library: bare websocket messages, as docs/protocol.md describes them. (Node before 22 takes its WebSocket from ws.)
const [address, ...numbers] = process.argv.slice(2);
const WebSocket = globalThis.WebSocket ?? (await import('ws')).default;
const socket = new WebSocket(`${address.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
socket.binaryType = 'arraybuffer';
const [slices, keyframes] = [[], []];
let [welcome, had, told] = [null, 0, 0];

socket.addEventListener('message', ({ data }) => {
  if (typeof data !== 'string') return takeFrame(data);
  if (data.startsWith('0'))
    socket.send(`40{"session":"example-${String(Math.random()).slice(2).padEnd(16, '0')}"}`);
  if (data === '2') socket.send('3');
  if (data.startsWith('42["welcome"')) [, welcome] = JSON.parse(data.slice(2));
});

function takeFrame(buffer) {
  if ((had += buffer.byteLength) - told >= 65_536) socket.send(`42["got",${(told = had)}]`);
  const view = new DataView(buffer);
  for (let i = 0, at = 32; i < view.getUint16(22, true); i++)
    at = view.getUint8(2) === 3 ? takeLayout(view, i, at) : takeSection(view, at);
  if (view.getUint8(3) & 2) void tell();
}

function takeLayout(view, slice, start) {
  let at = start + 2;
  slices[slice] = Array.from({ length: view.getUint16(start, true) }, () => {
    for (let gap = 0, shift = 0; ; shift += 7) {
      const byte = view.getUint8(at++);
      gap |= (byte & 127) << shift;
      if (byte < 128) return gap + 1;
    }
  });
  slices[slice].reduce((before, gap, n) => (slices[slice][n] = before + gap), -1);
  return at;
}

function takeSection(view, at) {
  const [size, count] = [4 + view.getUint8(at + 2), view.getUint16(at + 4, true)];
  const [time, step] = [view.getFloat64(at + 8, true), view.getUint32(at + 16, true)];
  const [km, kmS] = [view.getUint32(at + 24, true) / 1e6, view.getUint32(at + 28, true) / 1e9];
  const words = new Int32Array(view.buffer, at + 32, size * count);
  keyframes.push({ slice: view.getUint16(at, true), time, step, size, km, kmS, words });
  return at + 32 + words.byteLength + 4 * Math.ceil(view.getUint16(at + 6, true) / 4);
}

function unpack({ size, km, kmS, words }, place) {
  const [a, b, c, d, e] = words.subarray(size * place, size * (place + 1));
  const bits = size === 4 ? 10 : 5;
  const position = [a, b, c].map((word) => ((word << bits) >> bits) * km);
  const velocity =
    size === 4
      ? [(a >>> 22) | ((b >> 22) << 10), (c >>> 22) | ((d >>> 20) << 10), d].map((n) => (n << 12) >> 12)
      : [
          (((d << 12) >> 12) << 5) | (a >>> 27),
          (((e << 12) >> 12) << 5) | (b >>> 27),
          (((c >>> 27) | ((d >>> 20) << 5) | ((e >>> 20) << 17)) << 7) >> 7,
        ];
  return { position, velocity: velocity.map((n) => n * kmS) };
}

function pull({ position }) {
  return position.map((x) => (-398_600.8 * x) / Math.hypot(...position) ** 3);
}

async function tell() {
  const { catalogNumbers } = await (await fetch(`${address}/api/picture/${welcome.catalog.revision}`)).json();
  const { simulationTime, wall, rate } = welcome.clock.segment;
  const now = simulationTime + rate * (welcome.serverWall - wall);
  for (const number of numbers.map(Number)) {
    const slice = slices.findIndex((places) => places.includes(catalogNumbers.indexOf(number)));
    const place = slices[slice].indexOf(catalogNumbers.indexOf(number));
    const before = keyframes.find((k) => k.slice === slice && k.time <= now && now < k.time + k.step);
    const after = keyframes.find((k) => k.slice === slice && k.time === before.time + k.step);
    const [p, q] = [unpack(before, place), unpack(after, place)];
    const [s, h] = [(now - before.time) / before.step, before.step / 1000];
    // Quintic, with the pull of a round Earth: 0.1 km off at the most. docs/protocol.md has the whole formula.
    const [g, i, s3] = [pull(p), pull(q), s ** 3];
    const at = p.position.map(
      (x, n) =>
        x + s3 * (10 - 15 * s + 6 * s * s) * (q.position[n] - x) +
        h * (s - s3 * (6 - 8 * s + 3 * s * s)) * p.velocity[n] - h * s3 * (4 - 7 * s + 3 * s * s) * q.velocity[n] +
        h * h * (s * s / 2 - s3 * (1.5 - 1.5 * s + s * s / 2)) * g[n] + h * h * s3 * (0.5 - s + s * s / 2) * i[n],
    ); // prettier-ignore
    process.stdout.write(`${JSON.stringify({ number, time: new Date(now).toISOString(), teme: at })}\n`);
  }
  socket.close();
}
