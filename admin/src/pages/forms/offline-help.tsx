import { Menu, Button } from "@mantine/core";
import { IconMail, IconPhone, IconPrinter, IconQrcode } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { FormView } from "../../../../contract/signup.ts";
import { api } from "../../api/index.ts";
import { showProblem, useLocale, useTexts } from "../../ui/index.ts";
import { texts } from "./offline-texts.ts";

/** Letter, card and telephone script for asking offline, in each language of the form (CON-27). */
export function OfflineHelp({ form }: { form: FormView }): ReactNode {
  const t = useTexts(texts);
  const own = useLocale();
  const locales = [...form.locales].sort((a, b) => Number(b === own) - Number(a === own));
  const save = (path: string, query: Record<string, string>): void => {
    api
      .download(`/forms/${form.id}/${path}`, { query })
      .catch((error: unknown) => showProblem(error));
  };
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button leftSection={<IconPrinter size={18} stroke={1.6} aria-hidden="true" />}>
          {t("offline")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {locales.flatMap((locale) => [
          ...(locales.length > 1
            ? [<Menu.Label key={`label ${locale}`}>{t(`locale.${locale}`)}</Menu.Label>]
            : []),
          <Menu.Item
            key={`letter ${locale}`}
            leftSection={<IconMail size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => save("card.pdf", { kind: "letter", locale })}
          >
            {t("letter")}
          </Menu.Item>,
          <Menu.Item
            key={`card ${locale}`}
            leftSection={<IconQrcode size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => save("card.pdf", { kind: "card", locale })}
          >
            {t("card")}
          </Menu.Item>,
          <Menu.Item
            key={`phone ${locale}`}
            leftSection={<IconPhone size={18} stroke={1.6} aria-hidden="true" />}
            onClick={() => save("phone-script", { locale })}
          >
            {t("phone")}
          </Menu.Item>,
        ])}
      </Menu.Dropdown>
    </Menu>
  );
}
