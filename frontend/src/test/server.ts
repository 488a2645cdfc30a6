// The server that answers in tests. Each test adds its own answers.

import { setupServer } from 'msw/node'

export const server = setupServer()
