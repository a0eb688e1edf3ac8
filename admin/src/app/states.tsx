import { Button } from "@mantine/core";
import { IconLock, IconMoodSad, IconPlugConnectedX, IconUsersGroup } from "@tabler/icons-react";
import { useEffect, type ReactNode } from "react";
import { signOut } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { EmptyState } from "../ui/empty-state.tsx";
import { ButtonLink } from "../ui/navigation.tsx";
import { useWindowTitle } from "../ui/page.tsx";
import { appTexts } from "./texts.ts";

/** Shown in place of a page that threw. The shell stays usable. */
export function Crash({ error }: { error: unknown }): ReactNode {
  const t = useTexts(appTexts);
  return (
    <div className="k-card" style={{ marginTop: 24 }} role="alert">
      <EmptyState
        page
        icon={<IconMoodSad size={28} stroke={1.6} />}
        title={t("crashTitle")}
        text={
          <>
            {t("crashText")}
            <br />
            <span className="k-mono">{error instanceof Error ? error.message : String(error)}</span>
          </>
        }
        action={
          <>
            <Button variant="filled" onClick={() => window.location.reload()}>
              {t("reload")}
            </Button>
            <Button component="a" href="/">
              {t("toStart")}
            </Button>
          </>
        }
      />
    </div>
  );
}

/** Shown in place of a page the operator may not see. */
export function Forbidden({ permission }: { permission: string }): ReactNode {
  const t = useTexts(appTexts);
  useWindowTitle(t("forbiddenTitle"));
  return (
    <div className="k-card" style={{ marginTop: 24 }}>
      <EmptyState
        page
        icon={<IconLock size={28} stroke={1.6} />}
        title={t("forbiddenTitle")}
        text={t("forbiddenText", { permission })}
        action={<ButtonLink to="/">{t("toStart")}</ButtonLink>}
      />
    </div>
  );
}

/** Before anything could be read: the server or its database is away. Tries again by itself. */
export function Away({ onRetry }: { onRetry: () => void }): ReactNode {
  const t = useTexts(appTexts);
  useWindowTitle(t("awayTitle"));
  useEffect(() => {
    const timer = setInterval(onRetry, 4000);
    return () => clearInterval(timer);
  }, [onRetry]);
  return (
    <main className="s-center">
      <div className="k-card s-door" role="status">
        <EmptyState
          page
          icon={<IconPlugConnectedX size={28} stroke={1.6} />}
          title={t("awayTitle")}
          text={t("awayText")}
          action={
            <Button variant="filled" onClick={onRetry}>
              {t("retry")}
            </Button>
          }
        />
      </div>
    </main>
  );
}

/** Signed in, but no account to work in. */
export function NoAccount(): ReactNode {
  const t = useTexts(appTexts);
  useWindowTitle(t("noAccountTitle"));
  return (
    <main className="s-center">
      <div className="k-card s-door">
        <EmptyState
          page
          icon={<IconUsersGroup size={28} stroke={1.6} />}
          title={t("noAccountTitle")}
          text={t("noAccountText")}
          action={
            <Button onClick={() => void signOut().then(() => window.location.assign("/login"))}>
              {t("signOut")}
            </Button>
          }
        />
      </div>
    </main>
  );
}
