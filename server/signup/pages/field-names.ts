/** Names of the form's fields, as they arrive in the POST. */
export const signupFields = {
  lists: "lists",
  email: "email",
  salutation: "salutation",
  firstName: "firstName",
  lastName: "lastName",
  profiling: "profiling",
  honeypot: "website",
  started: "started",
  age: "age",
  work: "altcha",
} as const;
