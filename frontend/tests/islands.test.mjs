// What of the islands needs no browser; the rest: tests/flows/test_design_system.py.
import assert from "node:assert/strict";
import { test } from "node:test";
import { changed } from "../scripts/islands/forms.js";
import { chord } from "../scripts/islands/keys.js";
import { Live } from "../scripts/islands/live.js";
import { Burst, looksScanned } from "../scripts/islands/scan.js";

const key = (name, held = {}) => ({ key: name, ...held });

test("function keys and chords are shortcuts", () => {
  assert.equal(chord(key("F9")), "F9");
  assert.equal(chord(key("k", { ctrlKey: true })), "Ctrl+K");
  assert.equal(chord(key("Enter", { ctrlKey: true, shiftKey: true })), "Ctrl+Shift+Enter");
  assert.equal(chord(key("t", { altKey: true })), "Alt+T");
});

test("letters belong to whoever types Vietnamese", () => {
  for (const letter of "sfrxjwaeod1") assert.equal(chord(key(letter)), "");
  assert.equal(chord(key("S", { shiftKey: true })), "");
});

test("nothing is taken while a syllable is being composed, or a key held down", () => {
  assert.equal(chord(key("F9", { isComposing: true })), "");
  assert.equal(chord(key("F9", { keyCode: 229 })), "");
  assert.equal(chord(key("F9", { repeat: true })), "");
});

const card = "001099012345||Nguyễn Văn Ví|01011999|Nam|Xã Ví Dụ|01012022";

function typed(text, gap) {
  const burst = new Burst();
  let at = 1000;
  for (const letter of text) burst.add(letter, (at += gap));
  return burst.end(at + gap);
}

test("a scanner's burst is one text", () => assert.equal(typed(card, 5), card));

test("a person typing is no scanner, however much is typed", () => {
  assert.equal(typed(card, 120), "");
});

test("a short burst is no code", () => assert.equal(typed("12345", 5), ""));

test("what was typed before the burst is not part of it", () => {
  const burst = new Burst();
  burst.add("x", 0);
  for (const [n, letter] of [..."ABCDEFGHIJKL"].entries()) burst.add(letter, 5000 + n);
  assert.equal(burst.end(5020), "ABCDEFGHIJKL");
  assert.equal(burst.end(5021), "");
});

test("only a text with bars is a pasted card", () => {
  assert.ok(looksScanned(card));
  assert.ok(!looksScanned("Nguyễn Văn Ví, xã Ví Dụ, tỉnh Ví Dụ"));
});

function part() {
  const classes = new Set();
  const nodes = {
    "[data-mc-live-body]": { innerHTML: "" },
    "[data-mc-live-status]": { textContent: "" },
  };
  const root = {
    dataset: { mcLive: "/x", mcFresh: "Cập nhật %(time)s", mcStale: "Mất kết nối %(time)s" },
    querySelector: (name) => nodes[name],
    classList: { toggle: (name, on) => (on ? classes.add(name) : classes.delete(name)) },
  };
  return { root, classes, body: nodes["[data-mc-live-body]"], status: nodes["[data-mc-live-status]"] };
}

test("a live part shows what is new, sends the tag back, and stays fresh on 304", async () => {
  const { root, body, classes } = part();
  const sent = [];
  let now = 0;
  const answers = [
    { ok: true, status: 200, text: async () => "<b>1</b>", headers: new Map([["ETag", '"a"']]) },
    { ok: false, status: 304 },
  ];
  const live = new Live(root, async (url, given) => (sent.push(given), answers.shift()), () => now);
  await live.ask();
  assert.equal(body.innerHTML, "<b>1</b>");
  now = 119_000;
  await live.ask();
  assert.equal(sent[1].headers["If-None-Match"], '"a"');
  now = 230_000;
  live.show();
  assert.equal(classes.size, 0);
});

test("a live part says so when it has not been answered for two minutes", async () => {
  const { root, status, classes } = part();
  let now = 0;
  const live = new Live(root, async () => Promise.reject(new Error("offline")), () => now);
  now = 121_000;
  await live.ask();
  assert.deepEqual([...classes], ["mc-live--stale"]);
  assert.match(status.textContent, /^Mất kết nối /);
});

test("the sign-in page is no fresh figure", async () => {
  const { root, body } = part();
  const page = { ok: true, redirected: true, status: 200, text: async () => "Đăng nhập" };
  await new Live(root, async () => page, () => 0).ask();
  assert.equal(body.innerHTML, "");
});

test("a form is changed when a value differs from the server's", () => {
  const text = (value) => ({ name: "a", type: "text", value, defaultValue: "x" });
  const box = (checked) => ({ name: "b", type: "checkbox", checked, defaultChecked: false });
  const token = { name: "c", type: "hidden", value: "1", defaultValue: "2" };
  assert.equal(changed({ elements: [text("x"), box(false), token] }), false);
  assert.equal(changed({ elements: [text("y")] }), true);
  assert.equal(changed({ elements: [box(true)] }), true);
});
