import { localStorageColorSchemeManager, MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { useMemo, type ReactNode } from "react";
import { queryClient } from "../api/index.ts";
import { useTexts } from "../i18n/index.ts";
import { styleNonce } from "../ui/policy.ts";
import { uiTexts } from "../ui/texts.ts";
import { cssVariablesResolver, themeFor } from "../ui/theme/theme.ts";

// The same key as in public/scheme.js, which sets the scheme before the first paint.
const schemes = localStorageColorSchemeManager({ key: "klarpost.scheme" });

/** Theme, queries and notifications around everything. */
export function Providers({ children }: { children: ReactNode }): ReactNode {
  const t = useTexts(uiTexts);
  const theme = useMemo(
    () => themeFor({ close: t("close"), clear: t("clear"), showPassword: t("showPassword") }),
    [t],
  );
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={schemes}
      defaultColorScheme="auto"
      getStyleNonce={() => styleNonce ?? ""}
    >
      <QueryClientProvider client={queryClient}>
        {children}
        <Notifications position="bottom-right" limit={3} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
