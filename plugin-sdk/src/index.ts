export type * from '@cordboard/core/kernel/index.ts'
export * from './channel.ts'
export * from './errors.ts'
export * from './plugin.ts'
