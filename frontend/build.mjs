// Builds everything under the folder given as the only argument; the same bytes every time.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import * as esbuild from "esbuild";
import * as sass from "sass";

const out = join(process.argv[2], "mc");
const here = new URL(".", import.meta.url).pathname;
const modules = join(here, "node_modules");

async function styles() {
  for (const name of ["portal", "desk"]) {
    const { css } = sass.compile(join(here, "styles", `${name}.scss`), {
      loadPaths: [modules],
      style: "compressed",
      charset: false,
      quietDeps: true,
      logger: sass.Logger.silent,
    });
    await writeFile(join(out, `${name}.css`), `${css}\n`);
  }
}

async function scripts() {
  await esbuild.build({
    absWorkingDir: here,
    entryPoints: ["scripts/portal.js", "scripts/desk.js"],
    outdir: out,
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2020"],
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  });
}

async function fonts() {
  await mkdir(join(out, "fonts"), { recursive: true });
  const files = join(modules, "@fontsource/be-vietnam-pro");
  for (const subset of ["latin", "vietnamese"])
    for (const weight of [400, 600, 700])
      await cp(
        join(files, "files", `be-vietnam-pro-${subset}-${weight}-normal.woff2`),
        join(out, "fonts", `be-vietnam-pro-${subset}-${weight}.woff2`),
      );
  await cp(join(files, "LICENSE"), join(out, "fonts", "OFL.txt"));
}

function symbol(line) {
  const [, name, data] = line.match(/^(\S+) (.+)$/);
  const paths = data.split(" + ").map((d) =>
    d.startsWith("#")
      ? `<path fill="currentColor" stroke="none" d="${d.slice(1)}"/>`
      : `<path d="${d}"/>`,
  );
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round">${paths.join("")}</symbol>`;
}

async function icons() {
  const lines = (await readFile(join(here, "icons.txt"), "utf8")).split("\n");
  const symbols = lines.filter((l) => l && !l.startsWith("#")).map(symbol);
  const logo = await readFile(join(here, "logo.svg"), "utf8");
  const drawn = logo.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").trim();
  symbols.push(`<symbol id="logo" viewBox="0 0 48 48">${drawn}</symbol>`);
  await writeFile(
    join(out, "icons.svg"),
    `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`,
  );
  const coloured = logo.replaceAll("currentColor", "#a80e26");
  await writeFile(join(out, "favicon.svg"), coloured);
}

await mkdir(out, { recursive: true });
await Promise.all([styles(), scripts(), fonts(), icons()]);

// Beside each text its brotli form: the server hands it out without a step of its own.
for (const name of ["portal.css", "desk.css", "portal.js", "desk.js", "icons.svg"])
  await writeFile(join(out, `${name}.br`), brotliCompressSync(await readFile(join(out, name))));
