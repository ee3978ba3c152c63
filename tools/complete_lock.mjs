// Gives package-lock.json the entries of optional packages for other platforms that npm left out or left empty:
// node tools/complete_lock.mjs [FOLDER], after npm install. Without them npm 9 to 11.6 refuse the file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

const file = join(fileURLToPath(new URL('..', import.meta.url)), argv[2] ?? '', 'package-lock.json');
const lock = JSON.parse(readFileSync(file, 'utf8'));

// A package for one platform says in its name which.
function platform(name) {
  const os = /android|darwin|win32|linux|freebsd|openbsd|netbsd|openharmony|sunos|aix/.exec(name)?.[0];
  const cpu = /arm64|x64|ia32|arm|s390x|ppc64|riscv64|loong64|wasm32/.exec(name)?.[0];
  return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }), ...(name.includes('musl') && { libc: ['musl'] }) };
}

const present = new Map(Object.entries(lock.packages).map(([path, entry]) => [path.split('node_modules/').pop(), { path, entry }]));
let added = 0;
for (const parent of Object.values({ ...lock.packages })) {
  for (const [name, range] of Object.entries(parent.optionalDependencies ?? {})) {
    if (present.get(name)?.entry.version) continue;
    const version = /^[~^]?(\d.*)$/.exec(range)?.[1];
    if (!version) throw new Error(`${name} is wanted as ${range}: no version can be read from that`);
    const path = present.get(name)?.path ?? `node_modules/${name}`;
    lock.packages[path] = { version, dev: true, optional: true, ...platform(name) };
    added++;
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${added} entries added`);
