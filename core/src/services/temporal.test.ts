import { existsSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findTemporal } from './temporal.ts'
import { temporalAnswers } from './temporal-probe.ts'
import { temporalSources } from './temporal-sources.ts'

const { signal } = new AbortController()
const offline = temporalSources.filter(({ downloads }) => !downloads)

it('passes over what does not run and names it, and throws a half-written copy away', async () => {
  const cacheFolder = await mkdtemp(join(tmpdir(), 'cordboard-programs-'))
  const halfWritten = join(cacheFolder, 'temporal-1.9.1')
  await writeFile(halfWritten, 'not a program', { mode: 0o755 })
  const sources = offline.filter(({ name }) => name !== 'the PATH')
  const found = await findTemporal({ cliPath: '/nowhere/temporal', cacheFolder, signal, say() {} }, sources)
  expect(found.program).toBeUndefined()
  expect(found.passedOver).toEqual([
    'TEMPORAL_CLI_PATH: /nowhere/temporal does not run (ENOENT)',
    expect.stringMatching(/^the cache: .* does not run/),
  ])
  expect(existsSync(halfWritten)).toBe(false)
})

it('does not take a stranger on the port for a Temporal server', async () => {
  const stranger = createServer((socket) => socket.end('hello\r\n').on('error', () => {}))
  await new Promise<void>((resolve) => stranger.listen(0, '127.0.0.1', () => resolve()))
  const { port } = stranger.address() as { port: number }
  expect(await temporalAnswers({ address: `127.0.0.1:${port}` }, 1000)).toBe(false)
  stranger.close()
})
