#!/usr/bin/env node
// Compiles the contract into CheckpointAnchor.json, which is committed so that .NET builds without node.
// With --check it only tells whether that file is what the sources make.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const solc = require("solc");

const source = "src/CheckpointAnchor.sol";
const artifact = new URL("../CheckpointAnchor.json", import.meta.url);

// The same settings as in foundry.toml. No metadata: the bytes depend on the code alone, not on paths or comments.
const settings = {
  optimizer: { enabled: true, runs: 200 },
  viaIR: false,
  evmVersion: "cancun",
  metadata: { bytecodeHash: "none", appendCBOR: false },
};

function read(name) {
  try {
    return { contents: readFileSync(name.startsWith("@") ? require.resolve(name) : new URL(`../${name}`, import.meta.url), "utf8") };
  } catch (e) {
    return { error: e.message };
  }
}

function compile() {
  const input = {
    language: "Solidity",
    sources: { [source]: { content: read(source).contents } },
    settings: { ...settings, outputSelection: { [source]: { CheckpointAnchor: ["abi", "evm.bytecode.object", "evm.deployedBytecode.object"] } } },
  };
  const { errors = [], contracts } = JSON.parse(solc.compile(JSON.stringify(input), { import: read }));
  if (errors.length > 0) throw new Error(errors.map((e) => e.formattedMessage).join("\n"));

  const { abi, evm } = contracts[source].CheckpointAnchor;
  return {
    contractName: "CheckpointAnchor",
    compiler: solc.version().replace(/\.Emscripten.*/, ""),
    settings,
    abi,
    bytecode: `0x${evm.bytecode.object}`,
    deployedBytecode: `0x${evm.deployedBytecode.object}`,
  };
}

// One line for each member, and in the ABI one for each of its members: a change of the interface shows as a line.
function format(contract) {
  const lines = Object.entries(contract).map(([name, value]) => {
    const text = name === "abi" ? `[\n${value.map((member) => `    ${JSON.stringify(member)}`).join(",\n")}\n  ]` : JSON.stringify(value);
    return `  ${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${lines.join(",\n")}\n}\n`;
}

const compiled = format(compile());
if (!process.argv.includes("--check")) {
  writeFileSync(artifact, compiled);
} else if (readFileSync(artifact, "utf8").replaceAll("\r\n", "\n") !== compiled) {
  console.error("CheckpointAnchor.json is not what the sources compile to: run `npm run build` and commit it.");
  process.exit(1);
} else {
  console.log("CheckpointAnchor.json is what the sources compile to.");
}
