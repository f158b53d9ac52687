// Opens pages of `bywhen report` in a real browser and fails on whatever a reader would trip over.
// Usage: node report.mjs CHROMIUM PAGE.html... ; a page whose name contains "hostile" holds articles that attack it.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

const [chromium, ...files] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const failures = [];
let checks = 0;

function check(holds, what) {
  checks += 1;
  if (!holds) failures.push(what);
}

/** A tab that counts whatever goes wrong in it. */
async function open(browser, file, { script = true } = {}) {
  const page = await browser.newPage();
  const trouble = [];
  const asked = [];
  page.on("console", (message) => ["error", "warn"].includes(message.type()) && trouble.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => trouble.push(`error: ${error.message}`));
  page.on("dialog", async (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`);
    await dialog.dismiss();
  });
  page.on("request", (request) => asked.push(request.url()));
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width: 1400, height: 900 });
  const url = pathToFileURL(file).href;
  await page.goto(url, { waitUntil: "load" });
  return { page, trouble, asked: () => asked.filter((one) => one !== url) };
}

async function layout(browser, file) {
  const { page, trouble, asked } = await open(browser, file);
  await page.evaluate(axe);
  const tooWide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  const fold = (open) => page.evaluate((open) => document.querySelectorAll("details").forEach((one) => (one.open = open)), open);
  for (const width of [400, 800, 1400]) {
    for (const scheme of ["light", "dark"]) {
      const name = `${file} at ${width} ${scheme}`;
      await page.setViewport({ width, height: 900 });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      check((await tooWide()) <= 0, `${name}: the page is too wide`);
      await fold(true);
      check((await tooWide()) <= 0, `${name}: with everything unfolded the page is too wide`);
      const { violations, passes } = await page.evaluate(() =>
        window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"], resultTypes: ["violations"] }),
      );
      check(passes.length > 0, `${name}: axe looked at nothing`);
      for (const one of violations) {
        const where = one.nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.any[0]?.message ?? ""}`);
        check(false, `${name}: axe ${one.impact} ${one.id}: ${where.join("; ")}`);
      }
      await fold(false);
    }
  }
  check(trouble.length === 0, `${file}: ${trouble.join("; ")}`);
  check(asked().length === 0, `${file}: asked for ${asked().join(", ")}`);
  await page.close();
}

async function table(browser, file) {
  const { page, trouble } = await open(browser, file);
  if (!(await page.$("#table"))) return page.close();
  const cells = (column) =>
    page.$$eval("#table tbody tr", (rows, column) => rows.filter((row) => !row.hidden).map((row) => row.cells[column].textContent), column);
  const all = await cells(0);
  const button = (await page.$$("#table thead button"))[2];
  const keys = () => page.$$eval("#table tbody tr", (rows) => rows.map((row) => row.cells[2].dataset.key).filter(Boolean));
  await button.click();
  const up = await keys();
  check(JSON.stringify(up) === JSON.stringify([...up].sort()), `${file}: the table does not sort upwards`);
  await button.focus();
  await page.keyboard.press("Enter");
  const down = await keys();
  check(JSON.stringify(down) === JSON.stringify([...down].sort().reverse()), `${file}: the table does not sort downwards by keyboard`);
  check((await page.$eval("#table thead th:nth-child(3)", (head) => head.getAttribute("aria-sort"))) === "descending", `${file}: the sort is not told`);
  check((await cells(0)).length === all.length, `${file}: sorting lost rows`);
  await page.type("#find", "no target has these words");
  check((await cells(0)).length === 0, `${file}: the filter hides nothing`);
  check((await page.$eval("#found", (output) => output.textContent)).startsWith("0 of "), `${file}: the filter does not say what it found`);
  await page.$eval("#find", (input) => {
    input.value = "";
    input.dispatchEvent(new Event("input"));
  });
  check((await cells(0)).length === all.length, `${file}: the filter does not let go`);
  const states = await page.$$eval("#state option", (options) => options.map((option) => option.value).filter(Boolean));
  await page.select("#state", states[0]);
  const evidence = (await cells(6)).map((text) => text.trim());
  check(evidence.length > 0 && evidence.every((text) => text.startsWith(states[0])), `${file}: the choice of evidence does not filter`);
  check(trouble.length === 0, `${file}: ${trouble.join("; ")}`);
  await page.close();
}

async function keyboard(browser, file) {
  const { page } = await open(browser, file);
  const wanted = await page.evaluate(() => {
    const focusable = 'a[href], button, input, select, summary, [tabindex="0"]';
    const seen = Array.from(document.querySelectorAll(focusable)).filter((one) => one.checkVisibility({ contentVisibilityAuto: true }));
    seen.forEach((one, at) => (one.dataset.stop = at));
    return seen.length;
  });
  const reached = new Set();
  for (let press = 0; press < wanted + 20; press += 1) {
    await page.keyboard.press("Tab");
    reached.add(await page.evaluate(() => document.activeElement?.dataset?.stop));
  }
  reached.delete(undefined);
  check(reached.size === wanted, `${file}: the keyboard reaches ${reached.size} of ${wanted} places`);
  const dossier = await page.$(".dossier > summary");
  if (dossier) {
    await dossier.focus();
    await page.keyboard.press("Enter");
    check(await page.$eval(".dossier", (one) => one.open), `${file}: the keyboard opens no dossier`);
    const target = await page.$eval(".dossier", (one) => {
      one.open = false;
      return one.id;
    });
    await page.evaluate((id) => (location.hash = id), target);
    await new Promise((done) => setTimeout(done, 100));
    check(await page.$eval(`[id="${target}"]`, (one) => one.open), `${file}: a link does not open its dossier`);
  }
  await page.close();
}

async function plain(browser, file) {
  const { page } = await open(browser, file, { script: false });
  const text = await (await page.$("body")).evaluate((body) => body.innerText).catch(() => "");
  const html = await page.content();
  check(/<div class="filter" hidden/.test(html) || !html.includes('id="table"'), `${file}: the filter shows without scripts`);
  check(text === "" || text.includes("At a glance") || /at a glance/i.test(text), `${file}: nothing to read without scripts`);
  const broken = await open(browser, file);
  const dead = await broken.page.$$eval('a[href^="#"]', (links) =>
    links.map((link) => link.getAttribute("href").slice(1)).filter((id) => id && !document.getElementById(id)),
  );
  check(dead.length === 0, `${file}: links lead nowhere: ${dead.join(", ")}`);
  const twice = await broken.page.$$eval("[id]", (all) => all.map((one) => one.id).filter((id, at, ids) => ids.indexOf(id) !== at));
  check(twice.length === 0, `${file}: ids stand twice: ${twice.join(", ")}`);
  await broken.page.close();
  await page.close();
}

async function paper(browser, file) {
  const { page, trouble } = await open(browser, file);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  writeFileSync(file.replace(/\.html$/, ".pdf"), pdf);
  check(Buffer.from(pdf.slice(0, 5)).toString() === "%PDF-" && pdf.length > 10_000, `${file}: does not print`);
  check(trouble.length === 0, `${file}: ${trouble.join("; ")}`);
  await page.close();
}

async function hostile(browser, file) {
  const { page, trouble, asked } = await open(browser, file);
  check((await page.evaluate(() => window.owned)) === undefined, `${file}: an article ran a script`);
  const scripts = await page.$$eval("script", (all) => all.length);
  check(scripts === 1, `${file}: ${scripts} scripts stand in the page`);
  const handlers = await page.$$eval("*", (all) => all.flatMap((one) => one.getAttributeNames().filter((name) => name.startsWith("on"))));
  check(handlers.length === 0, `${file}: event handlers ${handlers.join(", ")}`);
  const foreign = await page.$$eval("img, iframe, object, embed, link, form, base, style ~ style", (all) => all.map((one) => one.outerHTML));
  check(foreign.length === 0, `${file}: foreign elements ${foreign.join(" ")}`);
  const links = await page.$$eval("a[href]", (all) => all.map((one) => one.getAttribute("href")));
  check(links.every((href) => /^(#|https?:)/.test(href)), `${file}: links lead to ${links.filter((href) => !/^(#|https?:)/.test(href))}`);
  const text = await page.evaluate(() => document.body.textContent);
  check(text.includes("<script>window.owned"), `${file}: the attack is not shown as text`);
  check(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069]/.test(text), `${file}: control or direction characters pass`);
  // What the page's own policy lets through if an attack got as far as the document.
  const ran = await page.evaluate(async () => {
    const script = document.createElement("script");
    script.textContent = "window.owned = 'injected'";
    document.body.append(script);
    const image = new Image();
    image.src = "https://example.invalid/pixel.png";
    document.body.append(image);
    await new Promise((done) => setTimeout(done, 200));
    return window.owned;
  });
  check(ran === undefined, `${file}: the policy lets a foreign script run`);
  check(trouble.every((one) => one.includes("Content Security Policy")), `${file}: ${trouble.join("; ")}`);
  check(asked().every((url) => !url.startsWith("http")) || trouble.some((one) => one.includes("img-src") || one.includes("default-src")), `${file}: asked for ${asked()}`);
  await page.close();
}

const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"], pipe: true });
try {
  for (const file of files) {
    await layout(browser, file);
    await table(browser, file);
    await keyboard(browser, file);
    await plain(browser, file);
    await paper(browser, file);
    if (file.includes("hostile")) await hostile(browser, file);
  }
} finally {
  await browser.close();
}
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${checks} checks on ${files.length} pages, ${failures.length} failed`);
process.exitCode = failures.length === 0 && checks > 0 ? 0 : 1;
