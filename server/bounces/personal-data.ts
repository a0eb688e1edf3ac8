import type { PersonalDataSource } from "../platform/index.ts";
import { eraseSeries, exportMailings, exportSeries } from "./series.store.ts";

/** What receiving servers said of an address. A retained address itself is an entry of the suppressions. */
export const bouncesPersonalData: PersonalDataSource = {
  slice: "bounces",
  tables: ["bounce_series", "bounce_mailings"],
  async exportFor(tx, { emailNormalised }) {
    return {
      bounce_series: await exportSeries(tx, emailNormalised),
      bounce_mailings: await exportMailings(tx, emailNormalised),
    };
  },
  async eraseFor(tx, { emailNormalised }) {
    const gone = await eraseSeries(tx, emailNormalised);
    return { bounce_series: gone.series, bounce_mailings: gone.mailings };
  },
  retention: [
    {
      table: "bounce_series",
      rule: "SND-09",
      after:
        "90 days after a series that ended well, 2 years after any other; a retained address stays retained",
    },
    { table: "bounce_mailings", rule: "SND-09", after: "with the series they belong to" },
  ],
};
