// Every test starts with an unmounted page, no draft, no token, and a server that refuses what a test did not foresee.

import { cleanup } from '@testing-library/vue'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { setAccessToken } from '../api/client'
import { server } from './server'

// jsdom has no modal dialogs; these open and close it, which is all that the components ask for.
HTMLDialogElement.prototype.showModal = function () {
  this.open = true
}
HTMLDialogElement.prototype.close = function () {
  this.open = false
  this.dispatchEvent(new Event('close'))
}

beforeAll(() => {
  server.listen({ onUnhandledRequest: 'error' })
})
afterEach(() => {
  cleanup()
  server.resetHandlers()
  sessionStorage.clear()
  setAccessToken(undefined)
})
afterAll(() => {
  server.close()
})
