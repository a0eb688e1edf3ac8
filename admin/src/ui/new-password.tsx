import { PasswordInput } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiError } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { uiTexts } from "./texts.ts";

/** Fewest characters of a password, as the server demands. */
const MIN_LENGTH = 12;

/** True when the server refused the password itself (password_too_short, _too_long, _too_common). */
export function isPasswordProblem(error: unknown): boolean {
  return error instanceof ApiError && error.code.startsWith("password_");
}

/** Field for a new password: says how much is missing and why the server refused it. */
export function NewPasswordField(props: {
  label?: string;
  value: string;
  onChange: (value: string) => void;
  /** The error of the request that sent it. */
  error?: unknown;
}): ReactNode {
  const t = useTexts(uiTexts);
  const missing = MIN_LENGTH - props.value.length;
  const refusals: Record<string, string> = {
    password_too_short: t("newPassword.tooShort"),
    password_too_long: t("newPassword.tooLong"),
    password_too_common: t("newPassword.tooCommon"),
  };
  return (
    <PasswordInput
      label={props.label ?? t("newPassword.label")}
      description={
        props.value !== "" && missing > 0
          ? t("newPassword.missing", { count: missing })
          : t("newPassword.help")
      }
      name="new-password"
      autoComplete="new-password"
      required
      withAsterisk={false}
      minLength={MIN_LENGTH}
      maxLength={200}
      error={props.error instanceof ApiError ? refusals[props.error.code] : undefined}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
