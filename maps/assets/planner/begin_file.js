// In a single file the page begins with the documents that are in it, compressed.

import { start } from "./main.js";
import { tab as assess } from "./tabs/assess.js";

/** Bytes of a text, four for five characters: those of Python's base64.b85encode, but for three that mean something in HTML. */
function readBytes(text) {
  const value = new Uint8Array(128);
  [..."0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%/()*+-;,=.?@^_`{|}~"].forEach((letter, digit) => {
    value[letter.charCodeAt(0)] = digit;
  });
  const bytes = new DataView(new ArrayBuffer((text.length / 5) * 4));
  for (let at = 0, to = 0; at < text.length; at += 5, to += 4) {
    let number = 0;
    for (let i = 0; i < 5; i += 1) number = number * 85 + value[text.charCodeAt(at + i)];
    bytes.setUint32(to, number);
  }
  return bytes.buffer;
}

async function begin() {
  const node = document.getElementById("data"), packed = readBytes(node.textContent);
  node.remove(); // a text of megabytes that nobody needs any more
  const stream = new Blob([packed.slice(0, packed.byteLength - Number(node.dataset.filled))]).stream().pipeThrough(new DecompressionStream("gzip"));
  await start({ tabs: [{ name: "assess", load: async () => assess }], documents: await new Response(stream).json() });
}

begin();
