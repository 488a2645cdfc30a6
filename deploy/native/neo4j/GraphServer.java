import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.neo4j.configuration.connectors.BoltConnector;
import org.neo4j.configuration.helpers.SocketAddress;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/**
 * Serves Neo4j Community over Bolt from its Maven jars: GraphServer CONFIGURATION DATA HOST PORT, with the password of user neo4j in the
 * environment variable NEO4J_PASSWORD. The password is in place before Bolt opens, so a port that answers means a server that can be used.
 */
public final class GraphServer {
  private static final String PASSWORD_IS_SET = "simswarm-password-is-set";

  private GraphServer() {}

  public static void main(String[] args) throws Exception {
    Path configuration = Path.of(args[0]);
    Path data = Path.of(args[1]);
    SocketAddress address = new SocketAddress(args[2], Integer.parseInt(args[3]));
    setPasswordOnce(configuration, data);
    DatabaseManagementService server =
        builder(configuration, data).setConfig(BoltConnector.enabled, true).setConfig(BoltConnector.listen_address, address).build();
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown));
    System.out.println("Bolt is open on " + address);
    Thread.currentThread().join();
  }

  private static void setPasswordOnce(Path configuration, Path data) throws Exception {
    Path done = data.resolve(PASSWORD_IS_SET);
    if (Files.exists(done)) {
      return;
    }
    String password = System.getenv("NEO4J_PASSWORD");
    if (password == null || password.isEmpty()) {
      throw new IllegalArgumentException("NEO4J_PASSWORD is not set");
    }
    DatabaseManagementService unreachable = builder(configuration, data).setConfig(BoltConnector.enabled, false).build();
    try {
      unreachable.database("system").executeTransactionally("alter user neo4j set password $password change not required", Map.of("password", password));
    } finally {
      unreachable.shutdown();
    }
    Files.createFile(done);
  }

  private static DatabaseManagementServiceBuilder builder(Path configuration, Path data) {
    return new DatabaseManagementServiceBuilder(data).loadPropertiesFromFile(configuration);
  }
}
