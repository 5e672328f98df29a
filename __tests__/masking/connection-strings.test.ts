import { shapesIn } from "../../masking/shapes";

/** Made up here: no scanner is to take it for real. */
const SECRET = ["Corr3ct", "Horse", "99"].join("");

test.each([
  `Server=db;User Id=app;Password=${SECRET};`,
  `Server=db; User Id=app; Password = ${SECRET}`,
  `host=db user=app password=${SECRET} dbname=x`,
  `jdbc:postgresql://db/x?user=app&password=${SECRET}`,
  `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${SECRET}==;EndpointSuffix=x`,
  `Endpoint=sb://a/;SharedAccessKeyName=b;SharedAccessKey=${SECRET}=`,
])("a password among the pairs of a connection string is found: %#", (text) => {
  expect(shapesIn(text)).toEqual([
    {
      kind: "a connection string with a password",
      text: expect.stringMatching(new RegExp(`^${SECRET}={0,2}$`)),
    },
  ]);
});

test.each([
  "the password is in Vault; password rotation is weekly",
  "Server=db;User Id=app;Password=;",
  "PGPASSWORD=$PASSWORD psql",
  "echo a; read password",
])("a text without one is none: %s", (text) => {
  expect(shapesIn(text)).toEqual([]);
});
