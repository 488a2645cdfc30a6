import userEvent from '@testing-library/user-event'
import { screen, waitFor } from '@testing-library/vue'
import { http, HttpResponse } from 'msw'
import { expect, it } from 'vitest'
import { signedIn } from '../../test/factories/user'
import { renderInApp } from '../../test/harness'
import { server } from '../../test/server'
import SignInPage from './SignInPage.vue'

async function submit(action: string): Promise<void> {
  const user = userEvent.setup()
  await user.type(screen.getByLabelText('Email'), 'ada@example.org')
  await user.type(screen.getByLabelText('Password'), 'secret')
  await user.click(screen.getByRole('button', { name: action }))
}

it('shows what is wrong beside the field that it is wrong in', async () => {
  const fields = [{ path: 'password', message: 'must have at least 8 characters' }]
  const refusal = { detail: 'password must …', code: 'invalid', fields }
  server.use(http.post('/api/auth/register', () => HttpResponse.json(refusal, { status: 422 })))
  renderInApp(SignInPage, { mode: 'register' })

  await submit('Create account')

  await screen.findByText('Must have at least 8 characters.')
  expect(screen.getByLabelText('Password').getAttribute('aria-invalid')).toBe('true')
  expect(screen.getByLabelText('Email').getAttribute('aria-invalid')).toBe('false')
})

it('says so when the password is wrong', async () => {
  const refusal = { detail: 'the email or the password is wrong', code: 'wrong_credentials' }
  server.use(http.post('/api/auth/login', () => HttpResponse.json(refusal, { status: 401 })))
  renderInApp(SignInPage, { mode: 'sign-in' })

  await submit('Sign in')

  expect((await screen.findByRole('alert')).textContent).toContain(
    'The email or the password is wrong.',
  )
})

it('goes on to the simulations once signed in', async () => {
  server.use(http.post('/api/auth/login', () => HttpResponse.json(signedIn)))
  const { router } = renderInApp(SignInPage, { mode: 'sign-in' })

  await submit('Sign in')

  await waitFor(() => {
    expect(router.currentRoute.value.name).toBe('runs')
  })
})
