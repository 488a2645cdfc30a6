// Who is signed in. The only state that outlives a page.

import { defineStore } from 'pinia'
import { ref } from 'vue'
import { api, ok, renewAccessToken, setAccessToken, type Schemas } from '../../api/client'

export interface Credentials {
  email: string
  password: string
}

export const useSession = defineStore('session', () => {
  const user = ref<Schemas['User']>()
  /** Why it cannot be told who is signed in. */
  const failure = ref<unknown>()
  let restoring: Promise<void> | undefined

  /** Finds out, once per page load, whether the refresh cookie still signs someone in. */
  function restore(): Promise<void> {
    restoring ??= findOut()
    return restoring
  }

  async function findOut(): Promise<void> {
    try {
      if (await renewAccessToken()) user.value = await ok(api.GET('/api/auth/me'))
      failure.value = undefined
    } catch (error) {
      failure.value = error
      // The cookie may well be good: ask again next time.
      restoring = undefined
    }
  }

  async function signIn(credentials: Credentials): Promise<void> {
    enter(await ok(api.POST('/api/auth/login', { body: credentials })))
  }

  async function register(credentials: Credentials): Promise<void> {
    enter(await ok(api.POST('/api/auth/register', { body: credentials })))
  }

  async function signOut(): Promise<void> {
    await api.POST('/api/auth/logout')
    forget()
  }

  function forget(): void {
    setAccessToken(undefined)
    user.value = undefined
  }

  function enter(answer: Schemas['SignedIn']): void {
    setAccessToken(answer.token)
    user.value = answer.user
  }

  return { user, failure, restore, signIn, register, signOut, forget }
})
