import { existsSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";

import type { Command } from "commander";

import type { ProjectPort } from "../../core/port/portProject.js";
import { portProject } from "../../core/port/portProject.js";
import type { PortReport } from "../../core/port/report.js";
import { makeReport } from "../../core/port/report.js";
import { PythonParser } from "../../core/syntax/parser.js";
import { LineIndex } from "../../core/text/lineIndex.js";
import { UserError } from "../../core/util/userError.js";
import { readGrammar } from "../../platform/grammar.js";
import { replaceFile } from "../../platform/outputs.js";
import { ProjectSettingsFinder } from "../../platform/projectSettings.js";
import { writePortedFolder } from "../../platform/portedFolder.js";
import { encodePython, isFolder, listFolder } from "../../platform/sources.js";
import type { CommandContext } from "../io.js";
import type { ProjectFiles } from "../projectFiles.js";
import { inProject, readProject } from "../projectFiles.js";
import type { Target } from "../target.js";
import { chooseTarget, parseTarget, targetHelp, targetText } from "../target.js";
import { version } from "../version.js";

interface Options {
  readonly paddle?: string;
  readonly report?: string;
  readonly force: boolean;
  readonly format: string;
}

const producer = `Paddle Port ${version}`;

/** `paddle-port port SRC OUT`: writes the Paddle version of a file or folder, and what is left to do. */
export function registerPort(program: Command, context: CommandContext): void {
  program
    .command("port")
    .description(
      "Write the Paddle version of a Python file or folder. The source is never changed; what cannot be ported is marked with TODO comments.",
    )
    .argument("<source>", "Python file or folder")
    .argument("<out>", "file or folder to write")
    .option("--paddle <version>", targetHelp)
    .option("--report <file>", "write a JSON report of every finding")
    .option("--force", "replace what exists at <out>", false)
    .option("--format <format>", "text or json (the report on stdout)", "text")
    .action(async (source: string, out: string, options: Options) => {
      const { io } = context;
      const from = path.resolve(io.cwd, source);
      const to = path.resolve(io.cwd, out);
      const asked = options.paddle === undefined ? undefined : parseTarget(options.paddle);
      const folder = await isFolder(from);
      // A port is one thing: its files are all made for the version that its folder is for.
      const settings = await new ProjectSettingsFinder().forFolder(folder ? from : path.dirname(from));
      const target = chooseTarget(asked, settings, io.cwd);
      refuse(from, to, folder, options);
      if (options.report !== undefined) requireFolder(path.resolve(io.cwd, options.report));
      const parser = await PythonParser.create(await readGrammar());
      const files = await readProject(from, parser);
      const sources = [...files.wanted].map(([name, source]) => inProject(name, source));
      const port = portProject(
        [...sources, ...files.context],
        new Set(files.wanted.keys()),
        parser,
        { target: target.version, producer },
        folder ? "module" : "inline",
      );
      const copied = folder
        ? await writeProject(from, to, files, port, options.force)
        : await writeSingle(to, files, port);
      const leftOut = folder ? (await listFolder(from)).leftOut : [];
      const report = makeReport(
        port,
        (name) => (folder ? path.join(out, name) : out),
        target.version,
        producer,
        {
          copied,
          leftOut,
          unreadable: [...files.unreadable].map(([name, { text, at, what }]) => ({
            path: name,
            position: new LineIndex(text).positionAt(at),
            message: what,
          })),
        },
      );
      if (options.report !== undefined)
        await replaceFile(
          path.resolve(io.cwd, options.report),
          Buffer.from(`${JSON.stringify(report, null, 2)}\n`),
        );
      io.stdout(
        options.format === "json" ? `${JSON.stringify(report, null, 2)}\n` : summary(report, out, target),
      );
      context.done(report.files.every((file) => file.complete) ? 0 : 1);
    });
}

function refuse(from: string, to: string, folder: boolean, options: Options): void {
  const inside = path.relative(from, to);
  if (inside === "" || (folder && !inside.startsWith("..") && !path.isAbsolute(inside))) {
    throw new UserError(
      `${to} is the source itself or lies inside it.`,
      "Choose a place outside the source.",
    );
  }
  if (existsSync(to) && !options.force)
    throw new UserError(`${to} exists already.`, "Choose another place, or give --force to replace it.");
}

/** A report that cannot be written is said before anything else is. */
function requireFolder(report: string): void {
  const folder = path.dirname(report);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new UserError(
      `${folder} is not a folder, so ${report} cannot be written.`,
      "Create it, or choose another place.",
    );
  }
}

async function writeSingle(to: string, files: ProjectFiles, port: ProjectPort): Promise<number> {
  const [file] = port.files;
  const source = file === undefined ? undefined : files.wanted.get(file.path);
  if (file === undefined || source === undefined) throw new Error("the file was not ported");
  await mkdir(path.dirname(to), { recursive: true });
  await replaceFile(to, encodePython(source, file.text));
  return file.changed ? 0 : 1;
}

async function writeProject(
  from: string,
  to: string,
  files: ProjectFiles,
  port: ProjectPort,
  force: boolean,
): Promise<number> {
  const ported = new Map<string, Uint8Array>();
  for (const file of port.files) {
    const source = files.wanted.get(file.path);
    if (source !== undefined) ported.set(file.path, encodePython(source, file.text));
  }
  const copied = await writePortedFolder({ from, to, files: ported, added: port.helperModules, force });
  return copied - files.unreadable.size + port.files.filter((file) => !file.changed).length;
}

function summary(report: PortReport, out: string, target: Target): string {
  const { files, complete, fixed, open, copied } = report.summary;
  const absent = report.leftOut.length === 0 ? "" : `left out: ${report.leftOut.join(", ")}\n`;
  const lines = report.files.flatMap((file) =>
    file.findings
      .filter((finding) => finding.status === "open")
      .map(
        (finding) =>
          `${file.path}:${finding.range.start.line + 1}:${finding.range.start.column + 1}: ${finding.code} ${finding.message}\n`,
      ),
  );
  const many = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
  const end =
    complete === files
      ? "complete"
      : `${complete} of ${many(files, "file")} complete; what is open is marked with TODO(paddle-port …) comments`;
  return `${lines.join("")}${absent}${out}: for ${targetText(target)}: ${many(files, "file")}, ${many(fixed, "change")}, ${open} open, ${copied} copied unchanged: ${end}.\n`;
}
