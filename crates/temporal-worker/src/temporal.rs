//! The way to Temporal: waited for, and given a namespace.

use std::str::FromStr;
use std::time::Duration;

use simswarm_core::contract::workflow::TASK_QUEUE;
use simswarm_runtime::config::TemporalConfig;
use temporalio_client::errors::{ClientConnectError, ClientNewError};
use temporalio_client::tonic::{Code, IntoRequest, Status};
use temporalio_client::{Client, ClientOptions, Connection, ConnectionOptions, Url};
use temporalio_common::protos::temporal::api::enums::v1::TaskQueueType;
use temporalio_common::protos::temporal::api::taskqueue::v1::TaskQueue;
use temporalio_common::protos::temporal::api::workflowservice::v1::{
    DescribeNamespaceRequest, DescribeTaskQueueRequest, RegisterNamespaceRequest,
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// How long Temporal keeps the histories of closed workflows.
const RETENTION: Duration = Duration::from_hours(7 * 24);

/// Why Temporal cannot be used yet.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Away {
    #[error("TEMPORAL_ADDRESS is no address")]
    Address,
    #[error("it cannot be connected to: {0}")]
    Connect(#[from] ClientConnectError),
    #[error("no client can be made for it: {0}")]
    Client(#[from] ClientNewError),
    #[error("its namespace cannot be used yet: {0}")]
    Namespace(#[from] Status),
}

/// One try to connect. A namespace that is not there is registered.
pub(crate) async fn connect(config: &TemporalConfig) -> Result<Client, Away> {
    let url = Url::from_str(&config.address).map_err(|_no_url| Away::Address)?;
    let options = ConnectionOptions::new(url).connect_timeout(CONNECT_TIMEOUT).build();
    let connection = Connection::connect(options).await?;
    let client = Client::new(connection, ClientOptions::new(config.namespace.clone()).build())?;
    ensure_namespace(&client, &config.namespace).await?;
    ensure_queue(&client, &config.namespace).await?;
    Ok(client)
}

async fn ensure_namespace(client: &Client, namespace: &str) -> Result<(), Status> {
    let mut service = client.connection().workflow_service();
    let describe =
        DescribeNamespaceRequest { namespace: namespace.to_owned(), ..Default::default() };
    match service.describe_namespace(describe.clone().into_request()).await {
        Ok(_) => return Ok(()),
        Err(status) if status.code() == Code::NotFound => {}
        Err(status) => return Err(status),
    }
    let register = RegisterNamespaceRequest {
        namespace: namespace.to_owned(),
        workflow_execution_retention_period: RETENTION.try_into().ok(),
        ..Default::default()
    };
    match service.register_namespace(register.into_request()).await {
        Ok(_) => tracing::info!(namespace, "namespace is registered"),
        Err(status) if status.code() == Code::AlreadyExists => {}
        Err(status) => return Err(status),
    }
    service.describe_namespace(describe.into_request()).await.map(drop)
}

/// The service that hands out tasks hears of a new namespace later than the one that registers it. A worker that
/// asked it for work before would rest for ten seconds.
async fn ensure_queue(client: &Client, namespace: &str) -> Result<(), Status> {
    let describe = DescribeTaskQueueRequest {
        namespace: namespace.to_owned(),
        task_queue: Some(TaskQueue { name: TASK_QUEUE.to_owned(), ..Default::default() }),
        task_queue_type: TaskQueueType::Workflow.into(),
        ..Default::default()
    };
    let mut service = client.connection().workflow_service();
    service.describe_task_queue(describe.into_request()).await.map(drop)
}
