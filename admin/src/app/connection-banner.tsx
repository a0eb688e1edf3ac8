import { Button } from "@mantine/core";
import { useEffect, type ReactNode } from "react";
import { fetchMe, queryClient, useConnection } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { Notice } from "../ui/problem.tsx";
import { appTexts } from "./texts.ts";

const ASK_AGAIN_MS = 4000;

/** Over the page while the server or its database is away. Asks again by itself; then everything is read anew. */
export function ConnectionBanner(): ReactNode {
  const t = useTexts(appTexts);
  const connection = useConnection();
  const lost = connection !== "ok";
  useEffect(() => {
    if (!lost) return;
    const timer = setInterval(() => void tryAgain(), ASK_AGAIN_MS);
    return () => clearInterval(timer);
  }, [lost]);
  if (!lost) return null;
  return (
    <Notice
      tone="wait"
      role="status"
      action={
        <Button size="xs" onClick={() => void tryAgain()}>
          {t("retry")}
        </Button>
      }
    >
      {connection === "away" ? t("away") : t("offline")}
    </Notice>
  );
}

async function tryAgain(): Promise<void> {
  try {
    await fetchMe();
    await queryClient.invalidateQueries();
  } catch {
    // Still away; the banner stays and asks again.
  }
}
