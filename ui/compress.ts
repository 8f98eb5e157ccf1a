import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

const gzipped = promisify(gzip)
const brotlied = promisify(brotliCompress)

/** Writes `.gz` and `.br` beside every text file, once, so that the server never compresses. */
export async function compress(directory: string): Promise<void> {
  const names = await readdir(directory, { recursive: true })
  await Promise.all(
    names
      .filter((name) => /\.(js|css|json|svg)$/.test(name))
      .map(async (name) => {
        const path = join(directory, name)
        const bytes = await readFile(path)
        const options = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
        await writeFile(`${path}.gz`, await gzipped(bytes, { level: 9 }))
        await writeFile(`${path}.br`, await brotlied(bytes, options))
      }),
  )
}
