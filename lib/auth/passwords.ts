/** The sign-in library's own hash (scrypt, random salt), so that it can check what our services store. */
export { hashPassword } from "better-auth/crypto";
