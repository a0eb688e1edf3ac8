import type { ReactNode } from "react";
import type { UncertainMailView } from "../../../../contract/sending.ts";
import { useApiQuery } from "../../api/index.ts";
import { Card, Link, Loaded, RuleTag, SimpleTable, useFormat, useTexts } from "../../ui/index.ts";
import { texts } from "./texts.ts";

/** Uncertain opt-in, system and other single mails: nobody decides on them, the person simply asks again. */
export function SinglesCard(): ReactNode {
  const t = useTexts(texts);
  const format = useFormat();
  const mails = useApiQuery<{ items: UncertainMailView[] }>("/sending/uncertain");
  return (
    <Card title={t("singlesTitle")} aside={<RuleTag rule="SND-16" />}>
      <p className="k-muted" style={{ marginBottom: 8 }}>
        {t("singlesText")}
      </p>
      <Loaded query={mails}>
        {({ items }) =>
          items.length === 0 ? (
            <p>{t("singlesNone")}</p>
          ) : (
            <SimpleTable
              label={t("singlesTitle")}
              stack
              head={
                <tr>
                  <th>{t("recipient")}</th>
                  <th>{t("kind")}</th>
                  <th>{t("when")}</th>
                </tr>
              }
            >
              {items.map((mail) => (
                <tr key={mail.id}>
                  <td data-label={t("recipient")}>
                    {mail.contactId ? (
                      <Link to={`/contacts/${mail.contactId}`}>{mail.email ?? t("erased")}</Link>
                    ) : (
                      (mail.email ?? t("erased"))
                    )}
                  </td>
                  <td data-label={t("kind")}>
                    {t(mail.kind === "opt_in" ? "kinds.optIn" : "kinds.other")}
                  </td>
                  <td data-label={t("when")}>{format.moment(mail.at)}</td>
                </tr>
              ))}
            </SimpleTable>
          )
        }
      </Loaded>
    </Card>
  );
}
