// Reads what bywhen wrote with programs of others, and fails on whatever they trip over.
// Usage: node read.mjs FOLDER, which holds bywhen.sarif, bywhen.xml, bywhen.csv, the tables and the diary of a report,
// and expected.json: { findings, failures, hostile } (how many findings, how many fail, a cell that wants to be a formula).
import { spawnSync } from "node:child_process";
import { chmodSync, readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import XLSX from "@e965/xlsx";
import ical from "ical";
import { parse } from "junit2json";
import { validateXML } from "xmllint-wasm";

const [folder] = process.argv.slice(2);
const text = (name) => readFileSync(join(folder, name), "utf8");
const expected = JSON.parse(text("expected.json"));
const failures = [];
let checks = 0;

function check(holds, what) {
  checks += 1;
  if (!holds) failures.push(what);
}

/** What the validator says of a log, a line each. */
function complaints(log) {
  const here = createRequire(import.meta.url).resolve("@microsoft/sarif-multitool-linux/package.json");
  const tool = join(here, "..", "Sarif.Multitool");
  chmodSync(tool, 0o755);
  const ran = spawnSync(tool, ["validate", log, "--rule-kind", "Sarif;Ghas"], {
    encoding: "utf8",
    // It needs no words of any country, and bare machines have none.
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
  });
  if (!/Analysis completed successfully/.test(ran.stdout ?? "")) return [`the validator did not run: ${ran.error ?? ""} ${ran.stdout} ${ran.stderr}`];
  return ran.stdout.split("\n").filter((line) => /: (error|warning) \w+\d+:/.test(line));
}

function sarif() {
  // The project has no address that a log could name.
  const found = complaints(join(folder, "bywhen.sarif")).filter((line) => !line.includes(" SARIF2005: "));
  check(found.length === 0, `SARIF: ${found.join("\n")}`);
  const wrong = complaints(join(folder, "wrong.sarif"));
  check(wrong.some((line) => line.includes(": error ")), `SARIF: the validator takes anything: ${wrong}`);
  check(JSON.parse(text("bywhen.sarif")).runs[0].results.length === expected.findings, "SARIF: findings are missing");
}

/** The cells of a table as a spreadsheet program takes them. */
function cells(csv) {
  const sheet = XLSX.read(csv, { type: "string" }).Sheets.Sheet1;
  return Object.entries(sheet).filter(([name]) => !name.startsWith("!")).map(([, cell]) => cell);
}

function tables() {
  check(cells("a,=1+1\n").some((cell) => cell.f), "CSV: this program knows no formulas, and proves nothing");
  const names = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  check(names.length === 4, `CSV: ${names}`);
  for (const name of names) {
    const all = cells(text(name));
    const formulas = all.filter((cell) => cell.f !== undefined);
    check(all.length > 20, `${name}: ${all.length} cells`);
    check(formulas.length === 0, `${name}: formulas ${formulas.map((cell) => cell.f)}`);
  }
  check(cells(text("bywhen.csv")).some((cell) => String(cell.v).includes(expected.hostile)), "CSV: the hostile name is not there as text");
}

/** What the schema of Jenkins' plug-in says against a report. */
async function invalid(xml) {
  const schema = readFileSync(new URL("../schemas/junit-10.xsd", import.meta.url), "utf8");
  const { valid, errors } = await validateXML({ xml: [{ fileName: "bywhen.xml", contents: xml }], schema: [schema] });
  return valid ? [] : errors.map((error) => error.message ?? String(error)).concat("not valid");
}

async function junit() {
  check((await invalid(text("bywhen.xml"))).length === 0, `JUnit: ${await invalid(text("bywhen.xml"))}`);
  check((await invalid(text("bywhen.xml").replaceAll("testcase", "tested"))).length > 0, "JUnit: the schema takes anything");
  const suites = await parse(text("bywhen.xml"));
  const cases = suites.testsuite.flatMap((suite) => suite.testcase ?? []);
  check(cases.length === expected.findings && Number(suites.tests) === expected.findings, `JUnit: ${cases.length} cases, ${suites.tests} told`);
  const failed = cases.filter((one) => one.failure?.length);
  check(failed.length === expected.failures && Number(suites.failures) === expected.failures, `JUnit: ${failed.length} failures`);
  check(new Set(cases.map((one) => `${one.classname} ${one.name}`)).size === cases.length, "JUnit: cases cannot be told apart");
}

function diary() {
  const events = Object.values(ical.parseICS(text("deadlines.ics"))).filter((one) => one.type === "VEVENT");
  check(events.length > 0, "iCalendar: no event");
  for (const event of events) check(event.summary && !Number.isNaN(event.start?.getTime()), `iCalendar: ${JSON.stringify(event)}`);
}

sarif();
tables();
await junit();
diary();
for (const failure of failures) console.log(`FAILED ${failure}`);
console.log(`${checks} checks, ${failures.length} failed`);
process.exitCode = failures.length === 0 && checks > 0 ? 0 : 1;
