import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const require = createRequire(import.meta.url)
const root = join(import.meta.dirname, '../..')

/** Only these: the package's own arguments switch off web security and site isolation. */
export const chromiumArguments = ['--no-sandbox']

/**
 * Unpacks the browser of the tests once for each version and puts its path into `CHROMIUM_PATH`, for the workers too.
 * An installed browser that the variable names already is taken instead.
 */
export async function prepareChromium(): Promise<string> {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH
  const manifest = require
    .resolve('@sparticuz/chromium')
    .replace(/(.*[\\/]@sparticuz[\\/]chromium)[\\/].*/, '$1/package.json')
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string }
  const folder = join(root, '.cordboard', `chromium-${version}`)
  await mkdir(folder, { recursive: true })
  const path = await unpackInto(folder)
  await useFonts(folder)
  process.env.CHROMIUM_PATH = path
  return path
}

// The package unpacks into the temporary folder and never looks at the version of what is there: so each has its own.
async function unpackInto(folder: string): Promise<string> {
  const before = process.env.TMPDIR
  process.env.AWS_LAMBDA_JS_RUNTIME ??= 'nodejs24.x'
  process.env.TMPDIR = folder
  try {
    const { default: chromium } = await import('@sparticuz/chromium')
    return await chromium.executablePath()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

// Its font configuration names fixed folders. Without any font the browser ends at the first letter it has to look up.
async function useFonts(folder: string): Promise<void> {
  const configuration = join(folder, 'cordboard-fonts.conf')
  const folders = [join(folder, 'fonts'), '/usr/share/fonts']
  await writeFile(
    configuration,
    `<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n<fontconfig>${folders
      .map((one) => `<dir>${one}</dir>`)
      .join('')}<cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>\n`,
  )
  process.env.FONTCONFIG_FILE = configuration
}
