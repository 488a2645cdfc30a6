//! Pods as child processes on this machine. All it knows lies in files and in `/proc`, nothing in
//! memory: after a restart another instance finds, watches and ends the same pods.

mod folder;
mod process;

use std::io;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::{Arc, Weak};
use std::time::Duration;

use async_trait::async_trait;
use rustix::process::Signal;
use secrecy::ExposeSecret;
use simswarm_core::pod::{ModelServer, PodName};

use self::folder::Folder;
use self::process::{Identity, marked_with};
use crate::provider::{Error, Host, HostState, PodRequest, Provider};

/// How often a process that was told to end is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Folders of pods that have ended are kept for a look at their logs: those of the newest.
const ENDED_KEPT: usize = 50;

/// Where local pods are kept, and what is started for one.
#[derive(Debug, Clone)]
pub struct LocalSettings {
    /// Folder of the state folders (`PODS_DIR`).
    pub dir: PathBuf,
    /// The pod's executable (`POD_PROGRAM`).
    pub program: PathBuf,
    /// The most pods that run at once; beyond it there is no stock.
    pub max_pods: usize,
    /// What decides in its pods; none where rules do.
    pub model: Option<ModelServer>,
    /// Time between the friendly and the deadly signal.
    pub grace: Duration,
}

/// The provider `local`.
#[derive(Debug, Clone)]
pub struct Local {
    settings: Arc<LocalSettings>,
}

impl Local {
    pub fn new(settings: LocalSettings) -> Self {
        Self { settings: Arc::new(settings) }
    }

    fn folder(&self, name: &PodName) -> Folder {
        Folder::new(&self.settings.dir, name)
    }

    /// What is written down, or, if the process that started it died before it could write, what the
    /// kernel knows.
    fn identity(folder: &Folder) -> io::Result<Option<Identity>> {
        if let Some(identity) = folder.identity()? {
            return Ok(Some(identity));
        }
        Ok(marked_with(&mark(folder))?.into_iter().next())
    }

    fn show(folder: &Folder) -> io::Result<Option<Host>> {
        if !folder.exists() {
            return Ok(None);
        }
        let Some(identity) = Self::identity(folder)? else { return Ok(None) };
        let state = match (identity.is_alive(), folder.address()) {
            (false, _) => HostState::Exited,
            (true, None) => HostState::Starting,
            (true, Some(address)) => HostState::Running { endpoint: format!("http://{address}") },
        };
        Ok(Some(Host {
            id: folder.name().to_string(),
            name: folder.name().clone(),
            state,
            price_micro_usd_per_hour: 0,
        }))
    }

    fn list_now(&self, prefix: &str) -> io::Result<Vec<Host>> {
        Folder::list(&self.settings.dir, prefix)?
            .iter()
            .filter_map(|folder| Self::show(folder).transpose())
            .collect()
    }

    fn has_room(&self) -> io::Result<bool> {
        let running = self.list_now("")?.into_iter().filter(|host| host.state != HostState::Exited);
        Ok(running.count() < self.settings.max_pods)
    }

    /// Starts the pod, unless it is there. Whoever asked may have been told to stop meanwhile, and look
    /// for it no more than once: then it is not started, or ended at once.
    fn create_now(&self, request: &PodRequest, asked: &Weak<()>) -> Result<Host, Error> {
        let folder = self.folder(&request.name);
        let _one_at_a_time = folder::hold(&self.settings.dir).map_err(Error::Unavailable)?;
        if let Some(host) = Self::show(&folder).map_err(Error::Unavailable)? {
            return Ok(host);
        }
        if !self.has_room().map_err(Error::Unavailable)? {
            return Err(Error::NoStock);
        }
        if let Err(error) = self.forget_oldest() {
            tracing::warn!(%error, "folders of ended pods could not be removed");
        }
        if is_given_up(asked) {
            return Err(Error::Unavailable(io::ErrorKind::Interrupted.into()));
        }
        folder.make().map_err(Error::Unavailable)?;
        let pid = self.start(&folder, request)?;
        let identity = Identity::of(pid).map_err(Error::Ambiguous)?;
        folder.record(&identity).map_err(Error::Ambiguous)?;
        if is_given_up(asked) {
            identity.signal(Signal::KILL).map_err(Error::Ambiguous)?;
        }
        Self::show(&folder)
            .map_err(Error::Ambiguous)?
            .ok_or_else(|| Error::Ambiguous(io::ErrorKind::NotFound.into()))
    }

    /// Removes the folders of ended pods, but not of the newest.
    fn forget_oldest(&self) -> io::Result<()> {
        let mut ended = Vec::new();
        for folder in Folder::list(&self.settings.dir, "")? {
            let Some(recorded_at) = folder.recorded_at()? else { continue };
            if Self::show(&folder)?.is_some_and(|host| host.state == HostState::Exited) {
                ended.push((recorded_at, folder));
            }
        }
        ended.sort_by_key(|(recorded_at, _)| *recorded_at);
        let surplus = ended.len().saturating_sub(ENDED_KEPT);
        ended[..surplus].iter().try_for_each(|(_, folder)| folder.remove())
    }

    fn start(&self, folder: &Folder, request: &PodRequest) -> Result<i32, Error> {
        let log = folder.open_log().map_err(Error::Unavailable)?;
        let errors = log.try_clone().map_err(Error::Unavailable)?;
        // Nothing is inherited: the worker's keys are none of the pod's business.
        let child = Command::new(&self.settings.program)
            .env_clear()
            .env("POD_NAME", request.name.as_str())
            .env("POD_STATE_DIR", self.settings.dir.join(request.name.as_str()))
            .env("POD_TOKEN", request.token.expose_secret())
            .env("POD_LISTEN", "127.0.0.1:0")
            .env("POD_PORT_FILE", folder.port_file())
            .envs(self.settings.model.iter().flat_map(|server| {
                [("MODEL_ENDPOINT", &server.endpoint), ("MODEL_NAME", &server.model)]
            }))
            .process_group(0)
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(errors)
            .spawn()
            .map_err(cannot_start)?;
        i32::try_from(child.id())
            .map_err(|_too_large| Error::Refused("the pod's number is out of range".to_owned()))
    }

    /// The processes of a pod that are left: descendants may outlive the leader of their group.
    async fn left(&self, folder: &Folder) -> Result<Vec<Identity>, Error> {
        let folder = folder.clone();
        let look = move || {
            let leader = folder.identity()?.filter(Identity::is_alive);
            Ok(leader.into_iter().chain(marked_with(&mark(&folder))?).collect())
        };
        blocking(move || look().map_err(Error::Unavailable)).await
    }

    async fn signal(&self, folder: &Folder, signal: Signal) -> Result<(), Error> {
        for identity in self.left(folder).await? {
            identity.signal(signal).map_err(Error::Unavailable)?;
        }
        Ok(())
    }

    /// Whether nothing of the pod is left within `patience`.
    async fn is_gone_within(&self, folder: &Folder, patience: Duration) -> Result<bool, Error> {
        let watch = async {
            while !self.left(folder).await?.is_empty() {
                tokio::time::sleep(LOOK_EVERY).await;
            }
            Ok(())
        };
        match tokio::time::timeout(patience, watch).await {
            Ok(outcome) => outcome.map(|()| true),
            Err(_elapsed) => Ok(false),
        }
    }
}

/// Whether the call that asked was dropped: a thread that works for it is not.
fn is_given_up(asked: &Weak<()>) -> bool {
    asked.strong_count() == 0
}

fn cannot_start(error: io::Error) -> Error {
    if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) {
        Error::Refused("the pod's program cannot be started".to_owned())
    } else {
        Error::Unavailable(error)
    }
}

/// What every process of a pod carries in its environment, and no other process does.
fn mark(folder: &Folder) -> String {
    format!("POD_NAME={}", folder.name())
}

/// The file system and `/proc` block, so they are read off the runtime's threads.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(outcome) => outcome,
        Err(died) => Err(Error::Ambiguous(io::Error::other(died))),
    }
}

#[async_trait]
impl Provider for Local {
    fn word(&self) -> &'static str {
        "local"
    }

    async fn create(&self, request: &PodRequest) -> Result<Host, Error> {
        let (this, request) = (self.clone(), request.clone());
        let asked = Arc::new(());
        let still_asked = Arc::downgrade(&asked);
        let outcome = blocking(move || this.create_now(&request, &still_asked)).await;
        drop(asked);
        outcome
    }

    async fn find(&self, name: &PodName) -> Result<Option<Host>, Error> {
        let folder = self.folder(name);
        blocking(move || Self::show(&folder).map_err(Error::Unavailable)).await
    }

    async fn list(&self, prefix: &str) -> Result<Vec<Host>, Error> {
        let (this, prefix) = (self.clone(), prefix.to_owned());
        blocking(move || this.list_now(&prefix).map_err(Error::Unavailable)).await
    }

    /// The id of a local pod is its name: both stay unique when numbers of processes are reused.
    async fn get(&self, id: &str) -> Result<Option<Host>, Error> {
        self.find(&PodName::from(id.to_owned())).await
    }

    async fn terminate(&self, id: &str) -> Result<(), Error> {
        let folder = self.folder(&PodName::from(id.to_owned()));
        self.signal(&folder, Signal::TERM).await?;
        if self.is_gone_within(&folder, self.settings.grace).await? {
            return Ok(());
        }
        tracing::warn!(pod.name = id, "pod did not end when asked to, killing it");
        self.signal(&folder, Signal::KILL).await?;
        if self.is_gone_within(&folder, self.settings.grace).await? {
            return Ok(());
        }
        Err(Error::StillThere)
    }
}
