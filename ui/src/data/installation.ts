import { api } from './api.ts'

export interface Installation {
  needs_administrator: boolean
  signup: boolean
  version: string
}

export const readInstallation = (): Promise<Installation> => api.get('/api/v1/installation')
