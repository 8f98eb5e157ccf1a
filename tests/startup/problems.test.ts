import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { choosePlace, type Place, processesOf, root, startCordboard } from './cordboard.ts'

describe('a start that cannot work', () => {
  let place: Place
  let stranger: Server
  let takenPort: string
  beforeAll(async () => {
    place = await choosePlace()
    stranger = createServer()
    await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', () => resolve()))
    takenPort = String((stranger.address() as { port: number }).port)
  })
  afterAll(async () => {
    stranger.close()
    await place.clear()
  })

  /** The last line, after making sure that it is all there is: no stack trace, exit code 1, nothing left running. */
  async function refusal(environment: Record<string, string>): Promise<string> {
    const start = startCordboard({ ...place.environment, ...environment })
    expect(await start.ended).toBe(1)
    expect(start.output()).not.toMatch(/^\s+at /m)
    expect(processesOf(place.folder)).toEqual([])
    return start.output().trim().split('\n').at(-1) as string
  }

  it.each([
    'PORT',
    'CORDBOARD_POSTGRES_PORT',
    'CORDBOARD_TEMPORAL_PORT',
    'CORDBOARD_TEMPORAL_UI_PORT',
    'CORDBOARD_REGISTRY_PORT',
  ])('names the port that is taken and %s', async (name) => {
    const sentence = await refusal({ [name]: takenPort })
    expect(sentence).toContain(`Port ${takenPort}`)
    expect(sentence).toContain(`set ${name} `)
  })

  it('names an unreachable database, without its password', async () => {
    const sentence = await refusal({ DATABASE_URL: `postgresql://someone:hunter2@127.0.0.1:1/desk` })
    expect(sentence).toMatch(/DATABASE_URL at 127.0.0.1:1\/desk cannot be reached/)
    expect(sentence).not.toContain('hunter2')
  })

  it('names a data directory that is a file', async () => {
    const file = join(place.folder, 'file')
    await writeFile(file, '')
    expect(await refusal({ CORDBOARD_DATA_DIR: file })).toMatch(/is a file, not a folder.*CORDBOARD_DATA_DIR/)
  })

  it('names a data directory that cannot be made', async () => {
    expect(await refusal({ CORDBOARD_DATA_DIR: '/proc/cordboard' })).toMatch(
      /\/proc\/cordboard cannot be .*CORDBOARD_DATA_DIR/,
    )
  })

  it('suggests the name that was meant', async () => {
    expect(await refusal({ CORDBOARD_SIGN_UP: 'true' })).toContain('Did you mean CORDBOARD_SIGNUP?')
  })

  it.each([
    ['PORT', 'eighty', /PORT must be a port number/],
    ['CORDBOARD_SIGNUP', 'yes', /CORDBOARD_SIGNUP must be true or false/],
    ['CORDBOARD_LOG_LEVEL', 'loud', /CORDBOARD_LOG_LEVEL must be one of/],
    ['CORDBOARD_SECRET_KEY', 'short', /CORDBOARD_SECRET_KEY must have at least 32 characters/],
    ['CORDBOARD_ADMIN_EMAIL', 'admin@example.com', /CORDBOARD_ADMIN_PASSWORD go together/],
  ])('names %s with a value that cannot be', async (name, value, sentence) => {
    expect(await refusal({ [name]: value })).toMatch(sentence)
  })

  it('never repeats a secret', async () => {
    expect(await refusal({ DATABASE_URL: 'mysql://root:hunter2@localhost' })).not.toContain('hunter2')
  })
})

describe('a disk without room', () => {
  it.runIf(process.platform === 'linux' && process.getuid?.() === 0)('is named, full or read-only', async () => {
    const place = await choosePlace()
    const disk = join(place.folder, 'disk')
    await mkdir(disk)
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk])
    try {
      const small = startCordboard({ ...place.environment, CORDBOARD_DATA_DIR: disk })
      expect(await small.ended).toBe(1)
      expect(small.output()).toMatch(/disk of the data directory .* is full .*CORDBOARD_DATA_DIR/)
      execFileSync('mount', ['-o', 'remount,ro', disk])
      const readOnly = startCordboard({ ...place.environment, CORDBOARD_DATA_DIR: disk })
      expect(await readOnly.ended).toBe(1)
      expect(readOnly.output()).toMatch(/cannot be written by this user \(EROFS\).*CORDBOARD_DATA_DIR/)
    } finally {
      execFileSync('umount', [disk])
      await place.clear()
    }
  })
})

describe('a machine without a Temporal server', () => {
  it('gets one sentence, and the product', { timeout: 60_000 }, async () => {
    const place = await choosePlace()
    const bin = await mkdtemp(join(tmpdir(), 'cordboard-bin-'))
    // Nothing but Node here: no temporal, no python3, and a cache folder that is a copy's own and empty.
    const copy = await mkdtemp(join(tmpdir(), 'cordboard copy '))
    await writeFile(join(bin, 'unshare'), `#!/bin/sh\nexec /usr/bin/unshare "$@"\n`)
    await chmod(join(bin, 'unshare'), 0o755)
    for (const name of ['core', 'plugin-sdk', 'plugins', 'ui', 'workflows'])
      execFileSync('cp', ['-r', join(root, name), join(copy, name)])
    await copyFile(join(root, 'package.json'), join(copy, 'package.json'))
    execFileSync('ln', ['-s', join(root, 'node_modules'), join(copy, 'node_modules')])
    try {
      const start = startCordboard(
        { ...place.environment, PATH: `${bin}:${join(process.execPath, '..')}`, https_proxy: 'http://127.0.0.1:1' },
        ['start'],
        copy,
      )
      await start.printed('Ctrl-C stops everything')
      expect(start.output()).toMatch(
        /There is no Temporal server \(.*\): messages flow, but durable processes are paused/,
      )
      const body = (await (await fetch(`${place.url}/health/ready`)).json()) as { status: string }
      expect(body.status).toBe('ready')
      process.kill(start.process.pid as number, 'SIGTERM')
      expect(await start.ended).toBe(0)
    } finally {
      await place.clear()
      await rm(bin, { recursive: true, force: true })
      await rm(copy, { recursive: true, force: true })
    }
  })
})

describe('too old a Node', () => {
  const old = ['/usr/bin/node', '/usr/local/bin/node'].find((path) => existsSync(path) && isOld(path))
  it.runIf(old)('is told so, with one sentence', () => {
    const run = () =>
      execFileSync(old as string, ['--import', './core/bin/check-node.js', 'core/bin/cordboard.ts', 'start'], {
        cwd: root,
        stdio: 'pipe',
        encoding: 'utf8',
      })
    expect(run).toThrow(
      expect.objectContaining({
        status: 1,
        stderr: expect.stringMatching(/^Cordboard needs Node 24.18 or newer.*\n$/),
      }),
    )
  })
})

const isOld = (path: string) =>
  Number(execFileSync(path, ['--version'], { encoding: 'utf8' }).slice(1).split('.')[0]) < 24
