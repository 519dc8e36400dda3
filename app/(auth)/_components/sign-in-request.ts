export type SignInResult = { ok: true } | { ok: false; message: string };

/** Asks for a session; the cookie comes with the answer. */
export async function requestSignIn(email: string, password: string): Promise<SignInResult> {
  let response: Response;
  try {
    response = await fetch("/api/auth/sign-in/email", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email, password }),
    });
  } catch {
    return { ok: false, message: "Signalbox does not answer. Is it still running?" };
  }
  if (response.ok) return { ok: true };
  switch (response.status) {
    case 400:
    case 401:
      return { ok: false, message: "No account has this e-mail address and password." };
    case 403:
      return { ok: false, message: "Open Signalbox under its own address (PUBLIC_URL) to sign in." };
    case 429:
      return { ok: false, message: "Too many attempts. Wait a while, then try again." };
    default:
      return { ok: false, message: "Signing in failed here. Try again in a moment." };
  }
}
