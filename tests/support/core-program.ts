import { createCore } from '@cordboard/core/create-core.ts'
import { startCore } from '@cordboard/core/start-core.ts'

// What `startCoreProcess` starts; it ends by being killed.
await startCore(await createCore(JSON.parse(process.argv[2] as string)))
process.stdout.write('ready\n')
