import { writeFileSync } from 'node:fs'
import { pages } from '../src/documentation/pages.ts'

for (const [name, page] of Object.entries(pages)) writeFileSync(new URL(`../../docs/${name}`, import.meta.url), page())
