// Plain JavaScript, loaded before everything else: only what is imported after it comes from the cache.
import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'

// Compiled code is kept beside the data, so that a later start strips and compiles no module again. The folder itself is
// made by whoever checks it.
const folder = process.env.CORDBOARD_DATA_DIR || '.cordboard'
if (existsSync(folder)) enableCompileCache(join(folder, 'compile-cache'))
