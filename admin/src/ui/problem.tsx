import { Button } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle, type Icon } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ApiError, isAway } from "../api/index.ts";
import { text, useLocale, useTexts } from "../i18n/index.ts";
import { uiTexts } from "./texts.ts";

const GENERIC: Record<string, string> = {
  forbidden: "forbidden",
  permission_missing: "forbidden",
  operator_needed: "forbidden",
  place_undeclared: "place_undeclared",
  place_needs_transfer: "place_needs_transfer",
  training_overdue: "training_overdue",
  https_needed: "https_needed",
  no_such_account: "not_found",
  not_found: "not_found",
  conflict: "conflict",
  too_many_requests: "too_many_requests",
  rate_limited: "too_many_requests",
  too_large: "too_large",
  server: "server",
  internal: "server",
};

/**
 * What went wrong, as a sentence for the operator. `words` gives a page's own sentences by error code. Codes without
 * words show the sentence of the server, which is English; in German it is said to be one for technicians.
 */
export function problemText(error: unknown, words: Record<string, string> = {}): string {
  const say = (key: string): string => text(uiTexts, `problem.${key}` as never);
  if (!(error instanceof ApiError))
    return error instanceof Error && error.message ? error.message : say("server");
  const own = words[error.code];
  if (own) return own;
  if (error.status === 0) return say("network");
  if (isAway(error)) return say("away");
  const generic = GENERIC[error.code];
  if (generic) return say(generic);
  if (error.status >= 500) return say("server");
  const fields = error.errors.map((field) => field.message).join(" ");
  const told = [error.detail, fields].filter(Boolean).join(" ");
  return told === "" ? say("request") : text(uiTexts, "problem.told", { told });
}

/** A failed request, told kindly, with what to do next. */
export function Problem(props: {
  error: unknown;
  words?: Record<string, string>;
  onRetry?: () => void;
  title?: string;
}): ReactNode {
  const t = useTexts(uiTexts);
  const locale = useLocale();
  const error = props.error;
  // The server's hints are English; a page's own words say themselves what to do.
  const hint =
    locale === "en" &&
    error instanceof ApiError &&
    error.status < 500 &&
    error.code !== "not_found" &&
    props.words?.[error.code] === undefined
      ? error.hint
      : undefined;
  const reference =
    error instanceof ApiError && error.status >= 500 ? error.problem.requestId : undefined;
  return (
    <Notice
      tone="danger"
      role="alert"
      title={props.title ?? t("problem.title")}
      action={
        props.onRetry && (
          <Button size="xs" onClick={props.onRetry}>
            {t("retry")}
          </Button>
        )
      }
    >
      <p>{problemText(error, props.words)}</p>
      {hint && <p>{hint}</p>}
      {reference && <p className="k-muted">{t("problem.reference", { id: reference })}</p>}
    </Notice>
  );
}

const NOTICE_ICONS: Record<string, Icon> = {
  danger: IconAlertTriangle,
  wait: IconAlertTriangle,
  ok: IconCircleCheck,
};

/** A coloured note in the page. Amber warns, red is danger only, green is permission only, petrol invites. */
export function Notice(props: {
  tone?: "plain" | "go" | "wait" | "danger" | "ok";
  title?: ReactNode;
  icon?: ReactNode;
  action?: ReactNode;
  role?: "alert" | "status";
  children?: ReactNode;
}): ReactNode {
  const NoticeIcon = NOTICE_ICONS[props.tone ?? ""] ?? IconInfoCircle;
  return (
    <div className="k-notice" data-tone={props.tone} role={props.role}>
      {props.icon ?? <NoticeIcon size={20} stroke={1.6} aria-hidden="true" />}
      <div>
        {props.title && <b>{props.title}</b>}
        {typeof props.children === "string" ? <p>{props.children}</p> : props.children}
      </div>
      {props.action && <div className="k-notice-act">{props.action}</div>}
    </div>
  );
}
