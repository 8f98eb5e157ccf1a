import { mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepSecretKey } from '@cordboard/core/configuration/secret-key.ts'
import { describe, expect, it } from 'vitest'
import { configurationPage } from '../../core/bin/commands/help.ts'
import { checkPluginSettings, pluginSettings } from '../../core/bin/plugin-settings.ts'
import { root, runCordboard } from './cordboard.ts'

describe('docs/configuration.md', () => {
  // A plugin whose folder is gone may still have its section there.
  it('says what the tables say; `node core/bin/cordboard.ts help --markdown > docs/configuration.md` writes it', () => {
    const page = readFileSync(join(root, 'docs', 'configuration.md'), 'utf8')
    const [core, ...plugins] = configurationPage()
    expect(page.startsWith(core as string)).toBe(true)
    for (const section of plugins) expect(page).toContain(section)
  })

  it('is what --help prints', () => {
    const page = readFileSync(join(root, 'docs', 'configuration.md'), 'utf8')
    const help = runCordboard({}, 'start', '--help')
    const names = [
      ...configurationPage()
        .join('\n')
        .matchAll(/^\| `([A-Z_]+)`/gm),
    ].map(([, name]) => name as string)
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) {
      expect(help).toContain(`  ${name}\n`)
      expect(page).toContain(`\`${name}\``)
    }
  })
})

describe('a variable of a plugin', () => {
  const checked = pluginSettings().flatMap(({ settings }) => settings.filter((one) => 'pattern' in one))

  it('stops the start when it is not what it must be', () => {
    for (const { name, example } of checked) {
      expect(() => checkPluginSettings({ [name]: 'a banana' })).toThrow(
        new RegExp(`^${name} must be .*but is "a banana"`),
      )
      checkPluginSettings({ [name]: example })
    }
  })
})

describe('the secret key', () => {
  it('is made once, kept, and readable by its owner alone', () => {
    const folder = mkdtempSync(join(tmpdir(), 'cordboard-key-'))
    const key = keepSecretKey(folder)
    expect(key.length).toBeGreaterThanOrEqual(32)
    expect(keepSecretKey(folder)).toBe(key)
    expect(statSync(join(folder, 'secret-key')).mode & 0o777).toBe(0o600)
  })
})
